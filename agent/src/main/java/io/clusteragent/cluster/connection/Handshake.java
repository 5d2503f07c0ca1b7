package io.clusteragent.cluster.connection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Holds the commands that set a new connection up like the application's. Immutable.
 *
 * <p>There is at most one command for each {@link Step}, in the order of the steps. Connections with equal handshakes are
 * interchangeable: they have the same user, whose rights are the same with any of its credentials. The text form shows no
 * secret.
 */
// One array element for each step, like an EnumMap, but comparable by its contents.
@SuppressWarnings("EnumOrdinal")
public final class Handshake {

  /** What a command of the handshake sets, in the order in which a node accepts them: AUTH comes first. */
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
    TRACKING;

    /**
     * Whether a connection without this step may give wrong replies. The others are a service to operators, or a hint to the
     * server: in a cluster of mixed versions an older node does not know them.
     */
    boolean isRequired() {
      return this == AUTH || this == PROTOCOL || this == DATABASE || this == TRACKING;
    }
  }

  /** No commands: the state in which the server accepts a connection. */
  public static final Handshake NONE =
      new Handshake(new byte[Step.values().length][], null, FieldSets.NONE);

  /** The commands; in the place of AUTH the user's name. */
  private final byte[][] commands;

  private final Credentials credentials;
  private final FieldSets fieldSets;
  private final int hash;

  private Handshake(byte[][] commands, Credentials credentials, FieldSets fieldSets) {
    this.commands = commands;
    this.credentials = credentials;
    this.fieldSets = fieldSets;
    this.hash = 31 * Arrays.deepHashCode(commands) + fieldSets.hashCode();
  }

  /**
   * This handshake with one step replaced.
   *
   * @param command the command's wire bytes; {@code null} removes the step. A server accepted an AUTH just now
   */
  public Handshake with(Step step, byte[] command) {
    if (step == Step.AUTH) {
      return with(command == null ? null : new Credentials(command));
    }
    byte[][] changed = commands.clone();
    changed[step.ordinal()] = command;
    return new Handshake(changed, credentials, fieldSets);
  }

  /**
   * This handshake with one more field set of HIMPORT; it comes after all steps.
   *
   * @param name the field set's name
   * @param command the wire bytes of the HIMPORT PREPARE that defines it
   */
  public Handshake withFieldSet(byte[] name, byte[] command) {
    return new Handshake(commands, credentials, fieldSets.with(name, command));
  }

  public Handshake withoutFieldSet(byte[] name) {
    return new Handshake(commands, credentials, fieldSets.without(name));
  }

  /** This handshake without what concerns the data of one session: tracked keys, and field sets. */
  public Handshake forQueries() {
    return with(Step.TRACKING, null).withoutFieldSets();
  }

  public Handshake withoutFieldSets() {
    return new Handshake(commands, credentials, FieldSets.NONE);
  }

  /** The wire bytes of the commands that prepare the field sets. */
  byte[][] fieldSets() {
    return fieldSets.commands();
  }

  /** This handshake with these credentials; {@code null} for none. */
  Handshake with(Credentials others) {
    byte[][] changed = commands.clone();
    changed[Step.AUTH.ordinal()] =
        others == null ? null : others.user().getBytes(StandardCharsets.ISO_8859_1);
    return new Handshake(changed, others, fieldSets);
  }

  /** The wire bytes of a step; {@code null} when the handshake does not contain it. */
  byte[] command(Step step) {
    return step != Step.AUTH
        ? commands[step.ordinal()]
        : credentials == null ? null : credentials.command();
  }

  /** The credentials that the handshake sends to the server, or {@code null}. */
  Credentials credentials() {
    return credentials;
  }

  String idRight() {
    return "CLUSTER MYID " + (credentials == null ? "" : credentials.user());
  }

  boolean hasUserOf(Handshake other) {
    return Arrays.equals(commands[Step.AUTH.ordinal()], other.commands[Step.AUTH.ordinal()]);
  }

  /** Whether both are equal, and have the credentials of the same AUTH. */
  boolean isSameAs(Handshake other) {
    return equals(other) && (credentials == null || credentials.isSameAs(other.credentials));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Handshake
            && hash == ((Handshake) other).hash
            && Arrays.deepEquals(commands, ((Handshake) other).commands)
            && fieldSets.equals(((Handshake) other).fieldSets);
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
