package io.clusteragent.session.scatter;

import io.clusteragent.command.Command;
import io.clusteragent.command.ResponsePolicy;
import io.clusteragent.session.merge.ReplyAggregation;
import io.clusteragent.session.merge.ReplyMerger;

/** Says how the replies of several nodes to a command become one. */
final class ReplyRules {
  private ReplyRules() {}

  /** For the parts of a command that was split by its keys: {@code partOfKey} has the part of each key. */
  static ReplyMerger.Rule byKeys(Command command, int[] partOfKey) {
    switch (command.responsePolicy()) {
      case AGG_SUM:
        return ReplyMerger.SUM;
      case DEFAULT:
        return ReplyMerger.inOrder(partOfKey);
      default:
        return ReplyMerger.ALL_SUCCEEDED;
    }
  }

  /** For a command that several nodes got as it is. */
  static ReplyAggregation ofNodes(Command command) {
    switch (command.name()) {
      case "RANDOMKEY":
        return ReplyAggregation.allOrError(ReplyMerger.RANDOM_KEY);
      case "PUBSUB|CHANNELS":
      case "PUBSUB|SHARDCHANNELS":
        return ReplyAggregation.allOrError(ReplyMerger.UNION);
      case "PUBSUB|NUMSUB":
      case "PUBSUB|SHARDNUMSUB":
        return ReplyAggregation.allOrError(ReplyMerger.SUM_BY_NAME);
      case "CLIENT|KILL":
        return ReplyAggregation.includingErrors(ReplyMerger.KILLED);
      case "FUNCTION|STATS":
        return ReplyAggregation.allOrError(ReplyMerger.RUNNING_SCRIPT);
      default:
        return byPolicy(command.responsePolicy());
    }
  }

  private static ReplyAggregation byPolicy(ResponsePolicy policy) {
    switch (policy) {
      case AGG_SUM:
        return ReplyAggregation.allOrError(ReplyMerger.SUM);
      case AGG_MIN:
        return ReplyAggregation.allOrError(ReplyMerger.MINIMUM);
      case AGG_LOGICAL_AND:
        return ReplyAggregation.allOrError(ReplyMerger.LEAST_OF_EACH);
      case ONE_SUCCEEDED:
        return ReplyAggregation.includingErrors(ReplyMerger.ONE_SUCCEEDED);
      case DEFAULT:
        return ReplyAggregation.allOrError(ReplyMerger.CONCATENATION);
      default:
        return ReplyAggregation.allOrError(ReplyMerger.ALL_SUCCEEDED);
    }
  }
}
