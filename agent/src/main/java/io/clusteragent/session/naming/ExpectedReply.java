package io.clusteragent.session.naming;

import io.clusteragent.command.NamesInReply;

/** Says what to do with the reply to one command. Immutable. */
final class ExpectedReply {
  /** The reply goes to the application as it is. */
  static final ExpectedReply AS_IT_IS =
      new ExpectedReply(Role.ORDINARY, NamesInReply.NONE, null, null);

  static final ExpectedReply MULTI = new ExpectedReply(Role.MULTI, NamesInReply.NONE, null, null);

  static final ExpectedReply EXEC = new ExpectedReply(Role.EXEC, NamesInReply.NONE, null, null);
  static final ExpectedReply MONITOR =
      new ExpectedReply(Role.MONITOR, NamesInReply.NONE, null, null);

  /** What the reply means for the connection. */
  enum Role {
    ORDINARY,
    /** What was queued before is forgotten. */
    MULTI,
    /** Of a command inside MULTI: the reply itself comes with EXEC, if the node queued the command. */
    QUEUED,
    EXEC,
    /** Nothing has an order behind it any more. */
    MONITOR,
    /** The server's error is replaced by the agent's: the command was not sent. */
    REFUSED,
    /** The server did not say whether it is part of a cluster. Its own error counts. */
    UNKNOWN_SERVER
  }

  private final Role role;
  private final NamesInReply names;
  private final Glob filter;
  private final String refusal;

  private ExpectedReply(Role role, NamesInReply names, Glob filter, String refusal) {
    this.role = role;
    this.names = names;
    this.filter = filter;
    this.refusal = refusal;
  }

  /**
   * @param filter the pattern that names have to match, or {@code null}
   */
  static ExpectedReply with(NamesInReply names, Glob filter) {
    return names == NamesInReply.NONE
        ? AS_IT_IS
        : new ExpectedReply(Role.ORDINARY, names, filter, null);
  }

  static ExpectedReply refused(Role role, String text) {
    return new ExpectedReply(role, NamesInReply.NONE, null, text);
  }

  /** The same reply, of a command inside MULTI. */
  ExpectedReply queued() {
    return role == Role.ORDINARY ? new ExpectedReply(Role.QUEUED, names, filter, null) : this;
  }

  Role role() {
    return role;
  }

  NamesInReply names() {
    return names;
  }

  Glob filter() {
    return filter;
  }

  /** The error line without its CRLF. */
  String refusal() {
    return refusal;
  }
}
