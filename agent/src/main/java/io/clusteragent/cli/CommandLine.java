package io.clusteragent.cli;

import java.util.Arrays;
import java.util.List;

/** Runs the command that the arguments of the jar name. */
public final class CommandLine {

  /** All commands; a new command is one line here. */
  private static final List<Tool> TOOLS = Arrays.<Tool>asList(
      new TopologyTool(),
      new LocateTool(),
      new PingTool(),
      new CheckTool(),
      new ReportTool(),
      new StatusTool(),
      new RefreshTool(),
      AttachTool.attach(),
      AttachTool.detach());

  private final String version;
  private final CliEnvironment environment;

  public CommandLine(String version, CliEnvironment environment) {
    this.version = version;
    this.environment = environment;
  }

  /** Runs the command that the first word names. */
  public ExitCode run(String... words) {
    String first = words.length == 0 ? "--help" : words[0];
    if (first.equals("--version")) {
      environment.out().println("cluster-agent " + version);
      return ExitCode.OK;
    }
    if (first.equals("--help") || first.equals("help") && words.length == 1) {
      environment.out().print(Help.ofAll(version, TOOLS));
      return ExitCode.OK;
    }
    boolean asksForHelp = first.equals("help");
    String name = asksForHelp ? words[1] : first;
    Tool tool = tool(name);
    if (tool == null) {
      String shown = Invocation.mayHoldPassword(name) ? "of this name" : "\"" + name + "\"";
      environment
          .err()
          .println("cluster-agent: there is no command " + shown + "; --help lists the commands");
      return ExitCode.USAGE;
    }
    List<String> rest = Arrays.asList(words).subList(1, words.length);
    if (asksForHelp || wantsHelp(rest)) {
      environment.out().print(Help.of(tool));
      return ExitCode.OK;
    }
    return run(tool, rest);
  }

  private ExitCode run(Tool tool, List<String> words) {
    try {
      return tool.run(new Invocation(tool.usage(), words, environment));
    } catch (ToolException e) {
      environment.err().println("cluster-agent " + tool.name() + ": " + e.getMessage());
      if (e.exitCode() == ExitCode.USAGE) {
        environment.err().println("\"" + tool.name() + " --help\" shows its usage");
      }
      return e.exitCode();
    } catch (NoClassDefFoundError e) { // a run-time image without a module, such as java.management
      environment
          .err()
          .println(
              "cluster-agent " + tool.name() + ": this Java (" + System.getProperty("java.home")
                  + ") lacks a module that the command needs (" + e.getMessage()
                  + "). Start the command with the java of any JDK");
      return ExitCode.NO_ANSWER;
    }
  }

  private static boolean wantsHelp(List<String> words) {
    int end = words.indexOf("--");
    return words.subList(0, end < 0 ? words.size() : end).contains("--help");
  }

  private static Tool tool(String name) {
    for (Tool tool : TOOLS) {
      if (tool.name().equals(name)) {
        return tool;
      }
    }
    return null;
  }
}
