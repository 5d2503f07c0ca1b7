package io.clusteragent.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** All options there are. */
public final class Options {

  /** Which node answers commands that only read. */
  public enum ReadFrom {
    MASTER,
    REPLICA_PREFERRED,
    REPLICA,
    ANY,
    NEAREST
  }

  /** What to do with a command whose outcome is unknown. */
  public enum RetryUnknown {
    SAFE,
    ALWAYS,
    NEVER
  }

  public static final Option<Boolean> ENABLED =
      new Option.Flag("enabled", true, "Whether the agent does anything at all.");

  public static final Option<ReadFrom> READ_FROM = new Option.OneOf<ReadFrom>(
      "readFrom",
      ReadFrom.MASTER,
      ReadFrom.values(),
      "Which node of a shard answers commands that only read, outside transactions. Replicas may lag behind."
          + " replicaPreferred uses the master when no replica can be reached, replica refuses then. nearest takes the one"
          + " with the shortest round trip, measured by PING every 5 s.");

  public static final Option<RetryUnknown> RETRY_UNKNOWN = new Option.OneOf<RetryUnknown>(
      "retryUnknown",
      RetryUnknown.SAFE,
      RetryUnknown.values(),
      "What to do with a command that was sent and whose reply is unknown. safe: send it again when that cannot"
          + " change the result. always: as JedisCluster does, which can execute a command twice. never: show the"
          + " exception.");

  public static final Option<Integer> DEADLINE = new Option.Millis(
      "deadline",
      "How long a command is redirected, waited with and sent again while its shard is in trouble. auto: five times"
          + " the socket timeout, or 10 s without one.");

  private static final List<Option<?>> ALL = Collections.unmodifiableList(
      Arrays.<Option<?>>asList(ENABLED, READ_FROM, RETRY_UNKNOWN, DEADLINE));

  private Options() {}

  public static List<Option<?>> all() {
    return ALL;
  }
}
