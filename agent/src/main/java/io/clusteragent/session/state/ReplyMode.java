package io.clusteragent.session.state;

/** Which replies the application asked not to get, by CLIENT REPLY. They are read and dropped: the agent needs them. */
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

  /** What happens to the reply of the command that is sent now. */
  public PendingReply.Action action() {
    return isOn() ? PendingReply.Action.RELAY : PendingReply.Action.SWALLOW;
  }

  public void on() {
    mode = Mode.ON;
  }

  public void off() {
    mode = Mode.OFF;
  }

  /** The next command gets no reply, those after it do. */
  public void skipNext() {
    if (mode == Mode.ON) {
      mode = Mode.SKIP_NEXT;
    }
  }

  /** A command other than CLIENT REPLY is about to be sent. */
  public void begin() {
    if (mode == Mode.SKIP_NEXT) {
      mode = Mode.SKIP_THIS;
    }
  }

  /** It was sent. */
  public void end() {
    if (mode == Mode.SKIP_THIS) {
      mode = Mode.ON;
    }
  }
}
