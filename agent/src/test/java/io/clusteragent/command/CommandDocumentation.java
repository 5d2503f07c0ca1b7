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
        "What becomes of each command of Redis 8.12, its modules and Valkey 9.1 on a cluster. `CommandDocumentation` generates this page\n");
    out.append("from the agent's command table; do not edit it.\n\n");
    out.append(
        "A server may have more commands (modules, newer versions). The agent learns them from the server's own `COMMAND`,\n");
    out.append(
        "and treats them by the same rules. A command that the server does not know either goes to the entry node: the node\n");
    out.append("that the application connected to.\n\n");
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
        "A command is atomic on each node, and not over several nodes. Others may see one part executed before another. When\n");
    out.append(
        "a part fails, its error is the reply, and the other parts may have been executed. In the table: *not atomic*.\n\n");
    out.append(
        "The agent never splits a command that promises more than that: keys of several slots get the server's `CROSSSLOT`\n");
    out.append("(MSETNX, MSETEX, RENAME, SINTERSTORE, ...).\n\n");
  }

  private static void transactions(StringBuilder out) {
    out.append("## Inside MULTI\n\n");
    out.append(
        "A transaction runs on the node of its first key (or of WATCH). A key of another slot gets `CROSSSLOT`, and EXEC\n");
    out.append(
        "answers `EXECABORT`. When a node refused a transaction because its slot moved, nothing of it ran, and the agent\n");
    out.append("replays it whole; with WATCH, EXEC answers nil then.\n\n");
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
        "The agent sends a command again, within the deadline, when a node refused it or when it never reached one. When it\n");
    out.append(
        "was sent and no reply came, the agent sends it again only where the table says so. Otherwise the application gets\n");
    out.append(
        "the `JedisConnectionException` of plain Jedis, which says that the outcome is unknown.\n\n");
  }

  private void table(StringBuilder out) {
    out.append("## All commands\n\n");
    out.append("Keys: which arguments are keys, counted from 1 after the command's name.\n\n");
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
    switch (route) {
      case SPLIT:
      case MASTERS:
      case MASTERS_AND_ENTRY:
      case ALL_NODES:
      case SCAN:
        return false;
      default:
        return true;
    }
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
