package io.clusteragent.command;

/** Says where a command's reply has names of keys. */
public enum NamesInReply {
  NONE,
  /** The reply is a name: RANDOMKEY. */
  ONE,
  /** The reply is a list of names: KEYS. */
  ALL,
  /** The first element: BLPOP. */
  FIRST,
  /** The first element of each element, or each key of a map: XREAD. */
  EACH_FIRST,
  /** A cursor, and a list of names: SCAN. */
  PAGE
}
