package io.clusteragent.command;

/** Describes in words how the replies of several nodes become the application's one reply. */
final class ReplyWords {
  private ReplyWords() {}

  /**
   * @return empty for a command that one node answers; {@code null} when nothing is known of how to merge
   */
  static String of(Command command, Route route) {
    switch (route) {
      case SPLIT:
        return split(command);
      case MASTERS:
      case MASTERS_AND_ENTRY:
        return masters(command);
      case ALL_NODES:
        return ofTheMasters(masters(command));
      case WRITTEN_TO:
        return command.name().equals("WAIT") ? "the least" : "the least of each number";
      case SCAN:
        return "the keys of one master or several; a cursor for the whole cluster, 0 after the last master";
      case ALL_STREAMS:
        return "each node's lines as they come";
      default:
        return "";
    }
  }

  /** The replicas' replies are not merged. */
  private static String ofTheMasters(String words) {
    return words == null ? null : "of the masters: " + words;
  }

  private static String split(Command command) {
    switch (command.responsePolicy()) {
      case AGG_SUM:
        return "the sum";
      case DEFAULT:
        return "the values in the order of the keys";
      case ALL_SUCCEEDED:
        return "OK when all succeeded, else an error";
      default:
        return null;
    }
  }

  private static String masters(Command command) {
    switch (command.name()) {
      case "RANDOMKEY":
        return "a key of a random node; the number of a node's keys is its weight";
      case "PUBSUB|CHANNELS":
      case "PUBSUB|SHARDCHANNELS":
        return "each channel once";
      case "PUBSUB|NUMSUB":
      case "PUBSUB|SHARDNUMSUB":
        return "the sum for each channel";
      case "CLIENT|KILL":
        return "by filter the sum; by address OK from the node that had the client, else an error;"
            + " by ID that of the entry node alone, which the id is from";
      case "FUNCTION|STATS":
        return "that of the node that runs a function, else that of any node";
      default:
        return byPolicy(command.responsePolicy());
    }
  }

  private static String byPolicy(ResponsePolicy policy) {
    switch (policy) {
      case AGG_SUM:
        return "the sum";
      case AGG_MIN:
        return "the least";
      case AGG_LOGICAL_AND:
        return "1 where all nodes reply 1";
      case ONE_SUCCEEDED:
        return "the first that is not an error; else an error, of a node that runs a script if one does";
      case ALL_SUCCEEDED:
        return "one node's when all succeeded, else an error";
      case DEFAULT:
        return "all elements, node after node";
      default:
        return null;
    }
  }
}
