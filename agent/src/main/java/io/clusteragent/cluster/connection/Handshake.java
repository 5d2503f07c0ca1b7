package io.clusteragent.cluster.connection;

import java.util.Arrays;

/**
 * The commands that bring a fresh connection into the state of the application's connection, at most one for each {@link
 * Step} and in the order of the steps. Immutable.
 *
 * <p>Equal handshakes make interchangeable connections. Holds credentials: its text form shows none of them.
 */
@SuppressWarnings(
    "EnumOrdinal") // one array slot a step: what an EnumMap would be, comparable by its contents
public final class Handshake {

  /** What a command of the handshake sets, in the order in which a node accepts them: nothing comes before AUTH. */
  public enum Step {
    AUTH,
    PROTOCOL,
    DATABASE,
    NAME,
    LIBRARY_NAME,
    LIBRARY_VERSION,
    NO_EVICT,
    NO_TOUCH,
    READ_ONLY,
    TRACKING
  }

  /** A connection as the server gives it. */
  public static final Handshake NONE = new Handshake(new byte[Step.values().length][]);

  private final byte[][] commands;
  private final int hash;

  private Handshake(byte[][] commands) {
    this.commands = commands;
    this.hash = Arrays.deepHashCode(commands);
  }

  /**
   * This handshake with one step set anew.
   *
   * @param command the command's wire bytes; {@code null} leaves the step out
   */
  public Handshake with(Step step, byte[] command) {
    byte[][] changed = commands.clone();
    changed[step.ordinal()] = command;
    return new Handshake(changed);
  }

  /** The wire bytes of a step; {@code null} when it is left out. */
  byte[] command(Step step) {
    return commands[step.ordinal()];
  }

  /** Whether it tells the server a secret. */
  boolean carriesCredentials() {
    return command(Step.AUTH) != null;
  }

  boolean hasCredentialsOf(Handshake other) {
    return Arrays.equals(command(Step.AUTH), other.command(Step.AUTH));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Handshake
            && hash == ((Handshake) other).hash
            && Arrays.deepEquals(commands, ((Handshake) other).commands);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder steps = new StringBuilder("handshake");
    for (Step step : Step.values()) {
      if (command(step) != null) {
        steps.append(' ').append(step);
      }
    }
    return steps.toString();
  }
}
