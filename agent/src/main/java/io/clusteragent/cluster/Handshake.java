package io.clusteragent.cluster;

import java.util.Arrays;

/**
 * The commands that bring a fresh connection into the state of the application's connection: AUTH, HELLO, SELECT, CLIENT
 * SETNAME and their like, in the order the application sent them. Immutable.
 *
 * <p>A later command of the same kind replaces the earlier one. Equal handshakes make interchangeable connections.
 * Holds credentials: its text form shows none of them.
 */
public final class Handshake {

  /** A connection as the server gives it. */
  public static final Handshake NONE = new Handshake(new String[0], new byte[0][]);

  private final String[] kinds;
  private final byte[][] commands;
  private final int hash;

  private Handshake(String[] kinds, byte[][] commands) {
    this.kinds = kinds;
    this.commands = commands;
    this.hash = 31 * Arrays.hashCode(kinds) + Arrays.deepHashCode(commands);
  }

  /**
   * This handshake with one more command at its end.
   *
   * @param kind what the command sets; an earlier command of the same kind is dropped
   * @param command the command's wire bytes
   */
  public Handshake with(String kind, byte[] command) {
    Handshake rest = without(kind);
    int size = rest.kinds.length;
    String[] newKinds = Arrays.copyOf(rest.kinds, size + 1);
    byte[][] newCommands = Arrays.copyOf(rest.commands, size + 1);
    newKinds[size] = kind;
    newCommands[size] = command;
    return new Handshake(newKinds, newCommands);
  }

  /** This handshake without the command of a kind. */
  public Handshake without(String kind) {
    int at = Arrays.asList(kinds).indexOf(kind);
    if (at < 0) {
      return this;
    }
    int size = kinds.length - 1;
    String[] newKinds = new String[size];
    byte[][] newCommands = new byte[size][];
    for (int from = 0, to = 0; from <= size; from++) {
      if (from != at) {
        newKinds[to] = kinds[from];
        newCommands[to++] = commands[from];
      }
    }
    return new Handshake(newKinds, newCommands);
  }

  int size() {
    return commands.length;
  }

  byte[] command(int index) {
    return commands[index];
  }

  String kind(int index) {
    return kinds[index];
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Handshake
            && hash == ((Handshake) other).hash
            && Arrays.equals(kinds, ((Handshake) other).kinds)
            && Arrays.deepEquals(commands, ((Handshake) other).commands);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(kinds);
  }
}
