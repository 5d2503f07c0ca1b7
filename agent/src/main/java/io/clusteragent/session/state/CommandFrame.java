package io.clusteragent.session.state;

import io.clusteragent.command.Command;
import io.clusteragent.protocol.Request;

/**
 * Describes one command as bytes on the wire.
 *
 * <p>Reused: its owner fills it again for each command, so it is valid until that command is sent. Not thread-safe: owned by
 * the thread that writes.
 */
public final class CommandFrame {
  private Command command;
  private Request request;
  private boolean alone;
  private byte[] bytes;
  private int start;
  private int length;

  /**
   * Describes a command that the application wrote.
   *
   * @param newRequest its arguments; for an incomplete command those that have arrived
   * @param isAlone whether the application wrote only this command; it then waits for the reply, so that it gains nothing from
   *     bytes that are held back
   */
  public CommandFrame describe(Command newCommand, Request newRequest, boolean isAlone) {
    command = newCommand;
    request = newRequest;
    alone = isAlone;
    return this;
  }

  /** Describes a command that the agent sends along with others; its arguments are not read. */
  public CommandFrame describePart(Command newCommand) {
    return describe(newCommand, null, false);
  }

  /** Sets where the command's bytes are. */
  public CommandFrame place(byte[] array, int from, int size) {
    bytes = array;
    start = from;
    length = size;
    return this;
  }

  /** Marks a command that goes to several nodes: its bytes wait for the flush. */
  public void joinOthers() {
    alone = false;
  }

  public Command command() {
    return command;
  }

  public Request request() {
    return request;
  }

  /** Whether the application wrote only this command. */
  public boolean isAlone() {
    return alone;
  }

  /** Returns the array that contains the command, from {@link #start} on. */
  public byte[] bytes() {
    return bytes;
  }

  public int start() {
    return start;
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }
}
