package io.clusteragent.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Writes {@code docs/commands.md} from the built-in command table. Argument: the file to write. */
public final class CommandDocumentation {
  private static final String UNCLASSIFIED = "unclassified";

  private final Attributes attributes = new Attributes();
  private final KeyWords keys = new KeyWords(attributes);
  private final List<Command> commands;

  CommandDocumentation(List<Command> commands) {
    this.commands = new ArrayList<>(commands);
    this.commands.sort(Comparator.comparing(Command::name));
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Paths.get(arguments[0]);
    Files.write(
        file,
        new CommandDocumentation(CommandTable.builtIn().commands())
            .text()
            .getBytes(StandardCharsets.UTF_8));
  }

  /** Names of the commands of which nobody decided where they go or what their reply is. */
  List<String> unclassified() {
    List<String> names = new ArrayList<>();
    for (Command command : commands) {
      Route route = Route.of(command);
      if (route == null || ReplyWords.of(command, route) == null) {
        names.add(command.name());
      }
    }
    return names;
  }

  String text() {
    StringBuilder out = new StringBuilder();
    out.append("# Commands\n\n");
    out.append(
        "What becomes of each command of Redis 8.0 and Valkey 9 on a cluster. Generated from the agent's command\n");
    out.append(
        "table by `CommandDocumentation`; not to be edited. Commands a server has beyond these (modules, newer\n");
    out.append(
        "versions) are learned from its own `COMMAND` and treated by the same rules; one that the server does not\n");
    out.append("know either goes to the node the application connected to.\n\n");
    routes(out);
    atomicity(out);
    transactions(out);
    repetition(out);
    table(out);
    return out.toString();
  }

  private static void routes(StringBuilder out) {
    out.append("## Where commands go\n\n| in the table | meaning |\n|---|---|\n");
    for (Route route : Route.values()) {
      out.append("| ").append(route.title).append(" | ").append(route.words).append(" |\n");
    }
    out.append('\n');
  }

  private static void atomicity(StringBuilder out) {
    out.append("## What is not atomic\n\n");
    out.append(
        "A command is atomic on each node, and not over several. Others may see a part of it done, and when a part\n");
    out.append(
        "fails - the reply is its error then - the other parts may have been done. In the table: *not atomic*.\n");
    out.append(
        "Commands that promise more than that are never split: keys of several slots get the server's\n");
    out.append("`CROSSSLOT` (MSETNX, MSETEX, RENAME, SINTERSTORE, ...).\n\n");
  }

  private static void transactions(StringBuilder out) {
    out.append("## Inside MULTI\n\n");
    out.append(
        "A transaction runs on the node of its first key (or of WATCH); a key of another slot is refused with\n");
    out.append(
        "`CROSSSLOT`, and EXEC answers `EXECABORT`. A transaction that was refused because its slot moved, so that\n");
    out.append("nothing of it ran, is replayed whole; with WATCH, EXEC answers nil then.\n\n");
    out.append("| what | becomes inside MULTI |\n|---|---|\n");
    for (Route route : Route.values()) {
      out.append("| ")
          .append(route.title)
          .append(" | ")
          .append(route.insideMulti.words)
          .append(" |\n");
    }
    out.append('\n');
  }

  private static void repetition(StringBuilder out) {
    out.append("## Sent again\n\n");
    out.append(
        "A command that a node refused, or that never reached one, is sent again within the deadline. When it was\n");
    out.append(
        "sent and no reply came, it is sent again only where the table says so; otherwise the application gets the\n");
    out.append(
        "`JedisConnectionException` of plain Jedis, saying that the outcome is unknown.\n\n");
  }

  private void table(StringBuilder out) {
    out.append("## All commands\n\n");
    out.append("Keys: which arguments are keys, counted from 1 behind the command's name.\n\n");
    out.append(
        "| command | goes to | keys | reply of several nodes | not atomic | inside MULTI | sent again |\n");
    out.append("|---|---|---|---|---|---|---|\n");
    for (Command command : commands) {
      row(command, out);
    }
  }

  private void row(Command command, StringBuilder out) {
    Route route = Route.of(command);
    String reply = route == null ? null : ReplyWords.of(command, route);
    String[] cells = {
      "`" + command.name().replace('|', ' ') + "`",
      route == null ? UNCLASSIFIED : route.title,
      keys.of(command),
      reply == null ? UNCLASSIFIED : reply,
      isAtomic(route) ? "" : "not atomic",
      route == null ? "" : insideMulti(command, route),
      sentAgain(command, route),
    };
    out.append("|");
    for (String cell : cells) {
      out.append(cell.isEmpty() ? " " : " " + cell + " ").append('|');
    }
    out.append('\n');
  }

  private static boolean isAtomic(Route route) {
    return route != Route.SPLIT && route != Route.MASTERS && route != Route.SCAN;
  }

  private static String insideMulti(Command command, Route route) {
    switch (route.insideMulti) {
      case REFUSED:
        return "refused";
      case ONE_SLOT:
        return "one slot";
      case NOT_HELD:
        return command.kind() == Kind.SELECT
            ? ""
            : command.kind().setsUpConnection() ? "refused" : "at once";
      case AT_ONCE:
        return "at once";
      default:
        return "";
    }
  }

  /** A command without a key means one node, and is never sent to another. */
  private String sentAgain(Command command, Route route) {
    if (route != Route.KEY && route != Route.SPLIT) {
      return "";
    }
    List<String> repeat = attributes.of(command, "repeat");
    if (repeat.isEmpty()) {
      return command.readOnly() ? "yes" : "";
    }
    List<String> words = Arrays.asList(repeat.get(0).split(":"));
    return words.size() == 1
        ? "yes"
        : "yes, without " + String.join(", ", words.subList(2, words.size()));
  }
}
