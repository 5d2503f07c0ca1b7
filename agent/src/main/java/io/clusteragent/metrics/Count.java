package io.clusteragent.metrics;

import java.util.Locale;

/**
 * Lists what the agent counts for each node.
 *
 * <p>What concerns no node that can be named counts for the cluster.
 *
 * <p>A refused command did not run. The agent sends each refused command again that it does not show to the
 * application, for one of the reasons that follow the refusals.
 */
public enum Count {
  COMMANDS(
      "Commands sent, with those sent again and the agent's own ASKING and MULTI; without handshakes and questions for the topology"),

  MOVED("Replies MOVED: the slot belongs to another node"),
  ASK("Replies ASK: the key is on its way to another node"),
  TRYAGAIN("Replies TRYAGAIN: the keys of a slot on its way are on two nodes"),
  CLUSTERDOWN("Replies CLUSTERDOWN"),
  LOADING("Replies LOADING"),
  MASTERDOWN("Replies MASTERDOWN: a replica without its master"),
  READONLY("Replies READONLY: a write reached a replica"),
  UNBLOCKED("Replies UNBLOCKED: a blocking command was given up by a master that became a replica"),
  NOSCRIPT("Replies NOSCRIPT"),

  REDIRECTED("Commands sent to another node because of MOVED or ASK"),
  WAITED("Commands sent again after a wait, because of a state that passes"),
  SCRIPTS_BROUGHT("Scripts brought to a node that lacked them"),
  TRANSACTIONS_REPLAYED(
      "Transactions run again from the start: it was certain that nothing of them had run"),
  UNSENT_RESENT("Commands sent again that never left, as their connection was broken"),
  UNKNOWN_RESENT(
      "Commands of unknown outcome sent again, as that cannot change the result (or retryUnknown=always)"),

  REFUSALS_SHOWN("Refusals, of those above, that became the application's error"),
  UNKNOWN_SHOWN("Commands of unknown outcome that became the application's exception"),
  UNSENT_SHOWN(
      "Commands that were not executed, as no node could be reached, and became an exception"),
  WATCHES_LOST("Transactions with WATCH that were made to answer nil, as their node had changed"),
  PART_ERRORS("Errors in the replies to the parts of one command over several nodes"),

  CONNECTIONS_OPENED("Node connections opened, beside those that the application made itself"),
  CONNECTIONS_FAILED("Node connections that could not be opened, or whose handshake was refused"),
  POOL_WAITS(
      "Waits for a connection that another session had; only WAIT and WAITAOF need that very one"),

  REFRESHES("Refreshes of the slot map"),
  REFRESHES_FAILED("Refreshes that got no answer from any node");

  private final String description;

  Count(String description) {
    this.description = description;
  }

  /** The name in camel case: {@code UNKNOWN_SHOWN} becomes {@code UnknownShown}. */
  public String inCamelCase() {
    StringBuilder name = new StringBuilder();
    for (String word : name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  /** What this count is the number of. */
  public String description() {
    return description;
  }
}
