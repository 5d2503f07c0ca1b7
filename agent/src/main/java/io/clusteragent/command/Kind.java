package io.clusteragent.command;

/** Classifies commands by their effect on the connection that sends them. */
public enum Kind {
  /** An ordinary command: it goes to a node, and one reply comes back. */
  DATA,
  AUTH,
  HELLO,
  SELECT,
  CLIENT_SETNAME,
  /** Settings of the connection that change nothing in its replies: CLIENT SETINFO, NO-EVICT, NO-TOUCH, ... */
  CLIENT_STATE,
  /** HIMPORT PREPARE, DISCARD and DISCARDALL: a field set lives on one connection. */
  FIELD_SET,
  CLIENT_TRACKING,
  CLIENT_CACHING,
  CLIENT_REPLY,
  READONLY,
  READWRITE,
  ASKING,
  RESET,
  QUIT,
  MULTI,
  EXEC,
  DISCARD,
  WATCH,
  UNWATCH,
  /** SUBSCRIBE and PSUBSCRIBE. */
  SUBSCRIBE,
  /** UNSUBSCRIBE and PUNSUBSCRIBE. */
  UNSUBSCRIBE,
  SSUBSCRIBE,
  SUNSUBSCRIBE,
  MONITOR,
  /** SYNC and PSYNC: the connection becomes that of a replica. */
  REPLICATION,
  /** EVAL and EVAL_RO: the agent remembers the body. */
  EVAL,
  /** SCRIPT LOAD: the agent remembers the body, too. */
  SCRIPT_LOAD,
  /** SCAN, which iterates over all keys. Not HSCAN and the like, which have a key. */
  SCAN;

  /** Whether the command changes the connection. On a connection that others share, it would change theirs. */
  public boolean changesConnection() {
    return this != DATA && this != EVAL && this != SCRIPT_LOAD && this != SCAN;
  }

  /** Whether what arrives on the connection from then on, or until then, comes unasked: subscriptions, MONITOR. */
  public boolean opensStream() {
    switch (this) {
      case SUBSCRIBE:
      case UNSUBSCRIBE:
      case SSUBSCRIBE:
      case SUNSUBSCRIBE:
      case MONITOR:
        return true;
      default:
        return false;
    }
  }

  /**
   * Whether the command sets up the connection for all commands that follow. Such a command concerns every node. SELECT
   * does not: a cluster has one database.
   */
  public boolean setsUpConnection() {
    switch (this) {
      case AUTH:
      case HELLO:
      case CLIENT_SETNAME:
      case CLIENT_STATE:
      case FIELD_SET:
      case CLIENT_TRACKING:
      case CLIENT_REPLY:
      case READONLY:
      case READWRITE:
      case ASKING:
        return true;
      default:
        return false;
    }
  }
}
