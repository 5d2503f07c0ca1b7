package io.clusteragent.config;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Defines all options. */
public final class Options {

  /** Whether the agent routes commands or only audits them. */
  public enum Mode {
    ROUTE,
    AUDIT
  }

  /** Which node of a shard serves commands that only read. */
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

  /** The least severe messages that the log contains. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** What the agent does when it cannot start, or Jedis cannot be woven. */
  public enum OnFailure {
    WARN,
    ABORT
  }

  public static final Option<Boolean> ENABLED =
      new Option.Flag("enabled", true, "Whether the agent does anything at all.");

  public static final Option<String> CONFIG = new Option.Text(
      "config",
      "file",
      "A properties file in UTF-8 with more options, one key=value a line. When another place sets the same option,"
          + " that place counts.");

  public static final Option<OnFailure> ON_FAILURE = new Option.OneOf<OnFailure>(
      "onFailure",
      OnFailure.WARN,
      OnFailure.values(),
      "What to do when the agent cannot start, or Jedis cannot be woven. warn: log one line and leave Jedis alone."
          + " abort: log one line and end the JVM with exit code 1.");

  public static final Option<List<String>> JEDIS_PACKAGES = new PackageList(
      "jedisPackages",
      "Packages of relocated (shaded) copies of Jedis, such as com.acme.shaded.jedis, beside redis.clients.jedis.");

  public static final Option<Mode> MODE = new Option.OneOf<Mode>(
      "mode",
      Mode.ROUTE,
      Mode.values(),
      "route: a connection to one node of a cluster serves the whole cluster. audit: the agent changes nothing, and"
          + " reports how the application's commands would behave on a cluster. Use audit while the service is still on"
          + " its standalone server.");

  public static final Option<String> AUDIT_REPORT = new Option.Text(
      "auditReport",
      "file",
      "Where mode=audit writes its report (JSON), every minute and when the JVM ends. none: cluster-agent-audit.json in the"
          + " working directory.");

  public static final Option<Boolean> AUDIT_KEYS = new Option.Flag(
      "auditKeys",
      true,
      "Whether the report shows patterns of keys, without their numbers and ids. It never shows values.");

  public static final Option<Integer> AUDIT_NODES = new Option.WholeNumber(
      "auditNodes",
      1,
      1000,
      3,
      "The number of masters for which the report shows the expected load, with even shares of the slots.");

  public static final Option<ReadFrom> READ_FROM = new Option.OneOf<ReadFrom>(
      "readFrom",
      ReadFrom.MASTER,
      ReadFrom.values(),
      "Which node of a shard answers commands that only read, outside transactions. Replicas may lag behind."
          + " replicaPreferred uses the master when no replica can be reached; replica then refuses. nearest takes the"
          + " node with the shortest round trip, measured by PING every 5 s.");

  public static final Option<RetryUnknown> RETRY_UNKNOWN = new Option.OneOf<RetryUnknown>(
      "retryUnknown",
      RetryUnknown.SAFE,
      RetryUnknown.values(),
      "What to do with a command that was sent and whose reply is unknown. safe: send it again when that cannot"
          + " change the result. always: send it again as JedisCluster does, which can execute a command twice. never:"
          + " throw the exception.");

  public static final Option<Integer> DEADLINE = new Option.Millis(
      "deadline",
      "auto",
      "How long the agent redirects, delays and resends a command while its shard is failing. auto: five times the"
          + " socket timeout, or 10 s without one.");

  public static final Option<List<InetSocketAddress>> NODES = new AddressList(
      "nodes",
      "More nodes of the application's cluster. With them the service can start while the node at its address is down."
          + " The agent uses them only for an address that is in this list itself, or that a node of this list names as"
          + " part of its cluster. That node must name it without a password, as the application has not sent one yet.");

  public static final Option<String> TOPOLOGY_CACHE = new Option.Text(
      "topologyCache",
      "file",
      "A file that keeps the addresses and ids of the cluster's nodes. With it the service can start while the node at"
          + " its address is down. It holds no credentials; only its owner may read and write it.");

  public static final Option<String> METRICS_FILE = new Option.Text(
      "metricsFile",
      "file",
      "A file with the metrics of the clusters in Prometheus's text format, for a collector of text files. The"
          + " agent writes it as a whole, every 15 s and when the topology changes; only its owner may read it.");

  public static final Option<String> LOG_FILE = new Option.Text(
      "logFile",
      "file",
      "The file for the log, in place of stderr. The agent appends to it, each line with its time. What it logs"
          + " before Jedis is loaded (that the agent is not started, or is attached) stays on stderr.");

  public static final Option<LogLevel> LOG_LEVEL = new Option.OneOf<LogLevel>(
      "logLevel",
      LogLevel.INFO,
      LogLevel.values(),
      "How much the agent logs. debug adds a line for each command that is redirected, delayed or sent again.");

  public static final Option<Integer> SLOW_COMMAND = new Option.Millis(
      "slowCommand",
      "none",
      "How long a command takes at least to count as slow. A slow command becomes an event of JFR, and a line at"
          + " logLevel=debug. With this option the agent times every command that is sent alone, not only one in sixteen.");

  public static final Option<Map<InetSocketAddress, InetSocketAddress>> ADDRESS_MAP =
      new AddressMapping(
          "addressMap",
          "Where to reach nodes whose addresses in the cluster cannot be reached from the service (NAT, containers). A"
              + " pair of hosts without ports stands for all their ports.");

  public static final Option<Map<InetSocketAddress, List<InetSocketAddress>>> REDIRECT =
      Redirects.ofOne(
          "redirect",
          "The agent makes connections to the address before the arrow, as the application writes it, to the first of the"
              + " cluster nodes behind the arrow that can be reached. So not even the application's configuration changes."
              + " The agent never contacts the address itself. A part with another arrow begins another address.");

  public static final Option<List<String>> HASH_TAGS = new HashTagList(
      "hashTags",
      "Gives keys hash tags that their names lack, so that related keys share a slot. A rule is a pattern of names with one"
          + " pair of braces around the part that becomes the hash tag, such as cart:{*}:*. The application sees its own names"
          + " everywhere. All programs that use the data need the same rules.");

  public static final Option<String> HASH_TAG_ALL = new Option.Text(
      "hashTagAll",
      "word",
      "A hash tag for all keys that have none and that no rule of hashTags matches: the key name becomes {word}name. So the"
          + " whole service is in one slot, and shares the cluster with others without seeing their keys.");

  public static final Option<Map<InetSocketAddress, List<InetSocketAddress>>> SENTINEL =
      Redirects.ofSeveral(
          "sentinel",
          "The agent itself answers connections to the Sentinels before the arrow, as the application writes them. To the"
              + " question for the master, whatever its name, it answers with the first of the cluster nodes behind the arrow"
              + " that can be reached, and with another one when that fails. So JedisSentinelPool, JedisSentineled and"
              + " RedisSentinelClient run on the cluster with their configuration unchanged. No Sentinel need run, and the"
              + " agent contacts none. A part with another arrow begins another Sentinel.");

  public static final Option<Boolean> TRUST_REDIRECTS = new Option.Flag(
      "trustRedirects",
      false,
      "Whether the agent follows MOVED and ASK, with the application's credentials, to a node that neither a topology"
          + " reply of the cluster nor the option nodes has named. Without this option the application sees such a"
          + " redirection as an error. A password together with a user who may not ask for the topology (NOPERM on CLUSTER"
          + " SLOTS) needs this option, or nodes.");

  private static final List<Option<?>> ALL = Collections.unmodifiableList(Arrays.<Option<?>>asList(
      ENABLED,
      CONFIG,
      ON_FAILURE,
      JEDIS_PACKAGES,
      MODE,
      AUDIT_REPORT,
      AUDIT_KEYS,
      AUDIT_NODES,
      READ_FROM,
      RETRY_UNKNOWN,
      DEADLINE,
      NODES,
      TOPOLOGY_CACHE,
      METRICS_FILE,
      LOG_FILE,
      LOG_LEVEL,
      SLOW_COMMAND,
      ADDRESS_MAP,
      REDIRECT,
      SENTINEL,
      TRUST_REDIRECTS,
      HASH_TAGS,
      HASH_TAG_ALL));

  private Options() {}

  public static List<Option<?>> all() {
    return ALL;
  }
}
