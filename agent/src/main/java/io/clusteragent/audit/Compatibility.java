package io.clusteragent.audit;

/** Lists what a cluster with the agent makes of a command that one server executes. */
enum Compatibility {
  SEVERAL_SLOTS(
      true,
      "its keys lie in several slots, and only one node could execute it as a whole",
      "give the keys a common hash tag"),
  TRANSACTION_OVER_SLOTS(
      true, "a transaction has keys of several slots", "give the keys a common hash tag"),
  WATCH_OVER_SLOTS(
      true, "keys of several slots are watched together", "give the keys a common hash tag"),
  ALL_NODES_IN_TRANSACTION(
      true,
      "it concerns all nodes, and a transaction runs on one",
      "call it outside of the transaction"),
  CONNECTION_IN_TRANSACTION(
      true,
      "it changes the connection, to all nodes, and a transaction runs on one",
      "call it outside of the transaction"),
  SCRIPT_WITHOUT_KEYS(
      true,
      "a script or function declares no keys: whatever it calls runs on the one node that it is sent to",
      "declare its keys (KEYS), all of one slot; nothing, if it uses none"),
  KEYS_FROM_PATTERN(
      true,
      "BY or GET makes names of further keys from a pattern, and a cluster refuses that",
      "sort in the application; Redis 7.4 and newer take GET # and patterns with the hash tag of the key"),
  OTHER_DATABASE(
      true,
      "a cluster of Redis has database 0 only",
      "use database 0, with a prefix in the keys' names; a cluster of Valkey 9 can be set up with more"),
  SPLIT(
      false,
      "the agent splits it by the slots of its keys, and it is not atomic any more",
      "give the keys a common hash tag where that matters"),
  ALL_MASTERS(
      false,
      "it goes to all masters, and the agent merges their replies",
      "nothing, if it is rare");

  private final boolean fails;
  private final String meaning;
  private final String remedy;

  Compatibility(boolean fails, String meaning, String remedy) {
    this.fails = fails;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** Whether the application would see an error, or a wrong result. */
  boolean fails() {
    return fails;
  }

  String meaning() {
    return meaning;
  }

  String remedy() {
    return remedy;
  }
}
