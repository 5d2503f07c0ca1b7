package io.clusteragent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Generates {@code docs/options.md} from the options' definitions. Argument: the file to write. */
public final class OptionDocumentation {
  private static final List<Group> GROUPS = List.of(
      new Group(
          "Essentials",
          "",
          List.of(
              Options.ENABLED,
              Options.MODE,
              Options.ON_FAILURE,
              Options.CONFIG,
              Options.JEDIS_PACKAGES)),
      new Group(
          "Addresses",
          "[Addresses](addresses.md) says when you need one of these.",
          List.of(
              Options.REDIRECT,
              Options.SENTINEL,
              Options.NODES,
              Options.TOPOLOGY_CACHE,
              Options.ADDRESS_MAP,
              Options.TRUST_REDIRECTS)),
      new Group(
          "Reads and retries",
          "[Commands](commands.md) says where each command goes, and whether it is sent again.",
          List.of(Options.READ_FROM, Options.RETRY_UNKNOWN, Options.DEADLINE)),
      new Group(
          "Names of keys",
          "[Hash tags](hash-tags.md) says what these do, and what they do not.",
          List.of(Options.HASH_TAGS, Options.HASH_TAG_ALL)),
      new Group(
          "Observability",
          "[Operations](operations.md) shows what the log and the metrics look like.",
          List.of(Options.LOG_LEVEL, Options.LOG_FILE, Options.METRICS_FILE, Options.SLOW_COMMAND)),
      new Group(
          "Audit",
          "These belong to `mode=audit`; [audit](audit.md) describes the report.",
          List.of(Options.AUDIT_REPORT, Options.AUDIT_KEYS, Options.AUDIT_NODES)));

  private OptionDocumentation() {}

  private record Group(String title, String words, List<Option<?>> options) {}

  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text());
  }

  /** The options in the order of the page; an option in two groups occurs twice. */
  static List<Option<?>> grouped() {
    List<Option<?>> all = new ArrayList<>();
    GROUPS.forEach(group -> all.addAll(group.options()));
    return all;
  }

  static String text() {
    StringBuilder out = new StringBuilder();
    out.append("""
        # Options

        You need none. `OptionDocumentation` generates this page from the options' definitions; do not edit it.

        You can set an option in four places. The first place that names an option counts:

        1. behind the jar: `-javaagent:cluster-agent.jar=readFrom=any,deadline=3000`
        2. a system property: `-Dclusteragent.readFrom=any`
        3. an environment variable: `CLUSTERAGENT_READ_FROM=any`
        4. a properties file that one of these names: `config=/etc/agent.properties`

        The agent does not start, and logs why, when an option is unknown, is given twice in one place, or has no valid value.
        This holds for every `CLUSTERAGENT_` variable and every `clusteragent.` property, too. For an unknown option the message
        names the nearest one that exists. Variables that Kubernetes makes of a service called `clusteragent` or `clusteragent-...`
        (`CLUSTERAGENT_SERVICE_HOST`, `CLUSTERAGENT_PORT_6379_TCP`, ...) are not options.

        The agent finds `onFailure=abort` in every place, even beside mistakes: behind a misspelt option, with an option that has no
        value, in a `config` file with mistakes, in a system property or in the environment. With `enabled=false` it never ends the JVM.

        Quote `addressMap`, `redirect` and `sentinel` on a command line: a shell takes `>` for a redirection of output.
        """);
    for (Group group : GROUPS) {
      out.append("\n## ").append(group.title()).append("\n\n");
      if (!group.words().isEmpty()) {
        out.append(group.words()).append("\n\n");
      }
      out.append("| option | values | default | |\n|---|---|---|---|\n");
      group.options().forEach(option -> out.append(row(option)).append('\n'));
    }
    return out.toString();
  }

  private static String row(Option<?> option) {
    return "| `" + option.key() + "` | " + option.values().replace("|", "\\|") + " | `"
        + option.defaultText() + "` | " + option.description() + " |";
  }
}
