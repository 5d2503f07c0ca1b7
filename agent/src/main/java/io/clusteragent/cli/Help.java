package io.clusteragent.cli;

import java.util.List;

/** Writes the texts that {@code --help} shows. */
final class Help {
  private static final String COMMAND = "java -jar cluster-agent.jar ";

  private Help() {}

  static String ofAll(String version, List<Tool> tools) {
    StringBuilder text = new StringBuilder();
    line(text, "cluster-agent " + version);
    line(text, "Makes a program written for plain Jedis work on a Redis Cluster.");
    line(text, "");
    line(text, "As an agent:    java -javaagent:cluster-agent.jar -jar your-program.jar");
    line(text, "As a program:   " + COMMAND + "COMMAND ...");
    line(text, "");
    Table commands = new Table();
    for (Tool tool : tools) {
      commands.row("  " + tool.name() + " " + tool.operands(), tool.summary());
    }
    commands.row("  COMMAND --help", "how to call one of these commands");
    commands.row("  --version", "the version");
    text.append(commands);
    line(text, "");
    exitCodes(text);
    return text.toString();
  }

  static String of(Tool tool) {
    StringBuilder text = new StringBuilder();
    line(text, COMMAND + tool.name() + " " + tool.operands() + " [OPTION...]");
    line(text, "");
    line(text, "  " + tool.summary());
    if (!tool.details().isEmpty()) {
      line(text, "");
      for (String detail : tool.details().split("\n")) {
        line(text, "  " + detail);
      }
    }
    line(text, "");
    Table flags = new Table();
    for (Flag flag : tool.flags()) {
      flags.row("  " + flag.form(), flag.meaning());
    }
    text.append(flags);
    if (tool.flags().contains(Flag.ASK_PASSWORD)) {
      line(text, "");
      line(
          text,
          "  The password comes from the environment variable " + NodeConnector.PASSWORD
              + ", else the tool asks for it.");
      line(
          text,
          "  The key store's password comes from " + NodeConnector.KEY_STORE_PASSWORD
              + ", else the tool asks for it.");
    }
    line(text, "");
    exitCodes(text);
    return text.toString();
  }

  private static void exitCodes(StringBuilder text) {
    Table codes = new Table();
    for (ExitCode code : ExitCode.values()) {
      codes.row(code == ExitCode.OK ? "Exit code" : "", code.number() + "  " + code.meaning());
    }
    text.append(codes);
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
