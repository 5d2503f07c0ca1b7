package io.clusteragent.cluster.connection;

import java.util.Arrays;

/**
 * Holds the field sets of a connection: the commands HIMPORT PREPARE that define them. Immutable.
 *
 * <p>Source: <a href="https://redis.io/docs/latest/commands/himport/">HIMPORT</a>. A field set lives on the connection that prepared
 * it. A later one of the same name replaces it.
 */
final class FieldSets {
  static final FieldSets NONE = new FieldSets(new byte[0][], new byte[0][]);

  private final byte[][] names;
  private final byte[][] commands;

  private FieldSets(byte[][] names, byte[][] commands) {
    this.names = names;
    this.commands = commands;
  }

  /** The commands that prepare the field sets, in the order of their preparation. */
  byte[][] commands() {
    return commands;
  }

  FieldSets with(byte[] name, byte[] command) {
    FieldSets others = without(name);
    int size = others.names.length;
    FieldSets more = new FieldSets(
        Arrays.copyOf(others.names, size + 1), Arrays.copyOf(others.commands, size + 1));
    more.names[size] = name;
    more.commands[size] = command;
    return more;
  }

  FieldSets without(byte[] name) {
    for (int i = 0; i < names.length; i++) {
      if (Arrays.equals(names[i], name)) {
        return names.length == 1 ? NONE : new FieldSets(without(names, i), without(commands, i));
      }
    }
    return this;
  }

  private static byte[][] without(byte[][] all, int removed) {
    byte[][] others = Arrays.copyOf(all, all.length - 1);
    System.arraycopy(all, removed + 1, others, removed, others.length - removed);
    return others;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof FieldSets && Arrays.deepEquals(commands, ((FieldSets) other).commands);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(commands);
  }
}
