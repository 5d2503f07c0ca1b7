package io.clusteragent.cli;

import io.clusteragent.attach.AttachException;
import io.clusteragent.attach.RemoteAgent;
import java.util.List;

/** Loads the agent into a running JVM, or switches it off there. */
final class AttachTool extends Tool {
  private final boolean enabled;

  private AttachTool(String name, String operands, String summary, boolean enabled) {
    super(name, operands, summary);
    this.enabled = enabled;
  }

  static Tool attach() {
    return new AttachTool(
        "attach", "PID [key=value,...]", "routes a JVM's new connections from now on", true);
  }

  static Tool detach() {
    return new AttachTool("detach", "PID", "stops routing a JVM's new connections", false);
  }

  @Override
  protected String details() {
    return "The JVM must belong to the same user. Exit code 1 when the agent in it refuses.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    List<String> operands = call.operands();
    if (operands.isEmpty()
        || operands.size() > (enabled ? 2 : 1)
        || !operands.get(0).matches("\\d+")) {
      throw ToolException.usage(name() + " takes " + operands());
    }
    String pid = operands.get(0);
    String options = "enabled=" + enabled + (operands.size() > 1 ? "," + operands.get(1) : "");
    try {
      String outcome = RemoteAgent.load(pid, options);
      boolean failed = outcome.startsWith(RemoteAgent.FAILED);
      (failed ? call.err() : call.out()).println("process " + pid + ": " + outcome);
      return ExitCode.problemFoundIf(failed);
    } catch (AttachException e) {
      throw ToolException.noAnswer("process " + pid + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw ToolException.usage(e.getMessage());
    }
  }
}
