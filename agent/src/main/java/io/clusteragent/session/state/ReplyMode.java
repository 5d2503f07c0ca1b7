package io.clusteragent.session.state;

/**
 * Tracks which replies the application does not want, by CLIENT REPLY.
 *
 * <p>The agent reads and drops them, because it needs them itself.
 */
public final class ReplyMode {
  private enum Mode {
    ON,
    OFF,
    SKIP_NEXT,
    SKIP_THIS
  }

  private Mode mode = Mode.ON;

  /** Whether replies go to the application as usual. */
  public boolean isOn() {
    return mode == Mode.ON;
  }

  /** Returns what happens to the reply to the command that is sent now. */
  public PendingReply.Action action() {
    return isOn() ? PendingReply.Action.RELAY : PendingReply.Action.DROP;
  }

  public void on() {
    mode = Mode.ON;
  }

  public void off() {
    mode = Mode.OFF;
  }

  /** Suppresses the reply to the next command only. */
  public void skipNext() {
    if (mode == Mode.ON) {
      mode = Mode.SKIP_NEXT;
    }
  }

  /** Is called before a command other than CLIENT REPLY is sent. */
  public void begin() {
    if (mode == Mode.SKIP_NEXT) {
      mode = Mode.SKIP_THIS;
    }
  }

  /** Is called after that command was sent. */
  public void end() {
    if (mode == Mode.SKIP_THIS) {
      mode = Mode.ON;
    }
  }
}
