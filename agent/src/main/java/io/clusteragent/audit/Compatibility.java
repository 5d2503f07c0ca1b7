package io.clusteragent.audit;

/** Lists why a command fails or changes on a cluster with the agent. */
enum Compatibility {
  SEVERAL_SLOTS(
      true,
      "its keys are in several slots, but only a single node can execute the command as a whole",
      "give the keys a common hash tag"),
  TRANSACTION_OVER_SLOTS(
      true, "a transaction has keys of several slots", "give the keys a common hash tag"),
  WATCH_OVER_SLOTS(true, "WATCH has keys of several slots", "give the keys a common hash tag"),
  ALL_NODES_IN_TRANSACTION(
      true,
      "the command concerns all nodes, but a transaction runs on one node",
      "call it outside of the transaction"),
  CONNECTION_IN_TRANSACTION(
      true,
      "the command changes the connections to all nodes, but a transaction runs on one node",
      "call it outside of the transaction"),
  SCRIPT_WITHOUT_KEYS(
      true,
      "a script or function declares no keys: all its commands run on the one node that it is sent to",
      "declare its keys (KEYS), all of one slot; no change is needed if it uses no keys"),
  KEYS_FROM_PATTERN(
      true,
      "BY or GET builds names of other keys from a pattern, and a cluster refuses that",
      "sort in the application; Redis 7.4 and newer take GET # and patterns with the hash tag of the key"),
  OTHER_DATABASE(
      true,
      "a cluster of Redis has database 0 only",
      "use database 0, with a prefix in the keys' names; a cluster of Valkey 9 can be set up with more"),
  SPLIT(
      false,
      "the agent splits the command by the slots of its keys, so it is no longer atomic",
      "give the keys a common hash tag where atomicity matters"),
  ALL_MASTERS(
      false,
      "the agent sends the command to all masters, and merges their replies",
      "no change is needed if the command is rare");

  private final boolean fails;
  private final String meaning;
  private final String remedy;

  Compatibility(boolean fails, String meaning, String remedy) {
    this.fails = fails;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** Whether the application would get an error or a wrong result. */
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
