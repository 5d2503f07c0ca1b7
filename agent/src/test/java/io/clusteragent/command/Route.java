package io.clusteragent.command;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Names a command's way through the session, and its effect inside MULTI, for the documentation. */
enum Route {
  KEY(
      "its key's node",
      "The node of its key; for a command that only reads, the one that the option `readFrom` names. Several keys must"
          + " have the same slot, or the server answers `CROSSSLOT`.",
      Inside.QUEUED),
  SPLIT(
      "split by slot",
      "Keys of one slot: its node. Keys of several slots: one command for each slot, all sent before any reply is read.",
      Inside.ONE_SLOT),
  MASTERS("all masters", "All masters at once.", Inside.REFUSED),
  MASTERS_AND_ENTRY(
      "all masters, entry node",
      "All masters and the entry node at once; if that node is a master, it gets the command once.",
      Inside.REFUSED),
  ALL_NODES(
      "all nodes",
      "All masters at once; when all have accepted it, the replicas. A replica that is down or refuses causes a warning,"
          + " and no error.",
      Inside.REFUSED),
  OWN(
      "entry node",
      "The node that the application connected to, and no other: the reply or effect is about that node.",
      Inside.QUEUED),
  COORDINATED(
      "entry node, as coordinator",
      "The entry node, whose module asks the other nodes itself.",
      Inside.QUEUED),
  NEVER(
      "no node",
      "No node: the agent refuses it, because its reply speaks for one node only.",
      Inside.REFUSED),
  PUBLISH(
      "entry node, for all",
      "The entry node; the cluster passes the message on to all nodes.",
      Inside.QUEUED),
  WRITTEN_TO(
      "where it wrote",
      "The node connections on which this application connection wrote last.",
      Inside.REFUSED),
  SCAN(
      "master by master",
      "One master after the other, in the order of their slots; a call goes on to the next ones until COUNT is met."
          + " With a hash tag in MATCH: the node of its slot.",
      Inside.REFUSED),
  CONNECTION(
      "every connection",
      "The entry node. Once it has accepted the command, each node connection used for this application connection gets"
          + " it before its next command.",
      Inside.NOT_HELD),
  OWN_STATE(
      "entry connection",
      "The entry node; the connections to other nodes do not get it.",
      Inside.NOT_HELD),
  OPT_IN(
      "entry connection, once",
      "The entry node; a command that follows to another node is not affected.",
      Inside.QUEUED),
  AGENT(
      "the agent",
      "No node. The agent replies, and withholds or passes the replies of all nodes accordingly.",
      Inside.NOT_HELD),
  TRANSACTION(
      "transaction's node",
      "The node of the transaction's slot; its first key, or WATCH, decides the slot.",
      Inside.MEANT_FOR_IT),
  SUBSCRIPTION(
      "subscription",
      "One node. When it is lost: another one, with all subscriptions. Channels of keyspace notifications: all masters,"
          + " each event once, but perhaps twice in the second after a failover.",
      Inside.AT_ONCE),
  SHARD_SUBSCRIPTION(
      "sharded subscription", "Each channel on the node of its slot.", Inside.AT_ONCE),
  ALL_STREAMS(
      "all masters' streams", "All masters; the agent merges their streams.", Inside.AT_ONCE),
  REPLICA(
      "entry node, unread",
      "The entry node; from then on the agent passes the bytes on without reading them.",
      Inside.AT_ONCE),
  CONTAINER(
      "its sub-commands", "With a sub-command: see there. Without: the entry node.", Inside.QUEUED);

  /** What a command is inside MULTI. */
  enum Inside {
    QUEUED("queued; the transaction's node executes it"),
    ONE_SLOT("queued, not split: `CROSSSLOT` for keys of another slot"),
    REFUSED("refused, and EXEC answers `EXECABORT`: the command concerns all nodes"),
    NOT_HELD(
        "refused, and EXEC answers `EXECABORT`: the command changes the connection, to all nodes (QUIT and RESET: executed at once; SELECT: queued)"),
    AT_ONCE("not queued, but executed at once"),
    MEANT_FOR_IT("ends or extends the transaction as on one server");

    final String words;

    Inside(String words) {
      this.words = words;
    }
  }

  /**
   * Keyless commands that are about the node asked, by a decision; a container stands for all of its sub-commands.
   */
  private static final Set<String> ABOUT_ONE_NODE = new HashSet<>(Arrays.asList(
      // Reports or sets something of this server.
      "ACL",
      "CONFIG",
      "COMMAND",
      "COMMANDLOG",
      "DEBUG",
      "FUNCTION",
      "INFO",
      "LASTSAVE",
      "LATENCY",
      "LOLWUT",
      "MEMORY",
      "MODULE",
      "OBJECT",
      "PUBSUB",
      "ROLE",
      "SCRIPT",
      "SLOWLOG",
      "TIME",
      "XGROUP",
      "XINFO",
      // Reports or sets something of this connection, whose id is the entry node's.
      "CLIENT",
      "ECHO",
      "PING",
      // An operator's act upon one server of the cluster.
      "BACKUP",
      "BGREWRITEAOF",
      "BGSAVE",
      "CLUSTER",
      "FAILOVER",
      "HOTKEYS",
      "PFSELFTEST",
      "REPLCONF",
      "REPLICAOF",
      "SAVE",
      "SHUTDOWN",
      "SLAVEOF",
      "TRIMSLOTS",
      // A cluster's nodes have one database each, and refuse it.
      "SWAPDB"));

  final String title;
  final String words;
  final Inside insideMulti;

  Route(String title, String words, Inside insideMulti) {
    this.title = title;
    this.words = words;
    this.insideMulti = insideMulti;
  }

  /**
   * @return {@code null} for a command of which nothing was decided
   */
  static Route of(Command command) {
    if (command.container) {
      return CONTAINER;
    }
    switch (command.kind()) {
      case AUTH:
      case HELLO:
      case SELECT:
      case CLIENT_SETNAME:
      case CLIENT_STATE:
      case FIELD_SET:
      case CLIENT_TRACKING:
      case RESET:
        return CONNECTION;
      case READONLY:
      case READWRITE:
      case ASKING:
      case QUIT:
        return OWN_STATE;
      case CLIENT_CACHING:
        return OPT_IN;
      case CLIENT_REPLY:
        return AGENT;
      case MULTI:
      case EXEC:
      case DISCARD:
      case WATCH:
      case UNWATCH:
        return TRANSACTION;
      case SUBSCRIBE:
      case UNSUBSCRIBE:
        return SUBSCRIPTION;
      case SSUBSCRIBE:
      case SUNSUBSCRIBE:
        return SHARD_SUBSCRIPTION;
      case MONITOR:
        return ALL_STREAMS;
      case REPLICATION:
        return REPLICA;
      case SCAN:
        return SCAN;
      default:
        return byKeysAndPolicy(command);
    }
  }

  private static Route byKeysAndPolicy(Command command) {
    boolean severalNodes = command.requestPolicy() != RequestPolicy.DEFAULT;
    if (command.hasKeys()) {
      return !severalNodes
          ? KEY
          : command.requestPolicy() == RequestPolicy.MULTI_SHARD ? SPLIT : null;
    }
    switch (command.name()) {
      case "WAIT":
      case "WAITAOF":
        return WRITTEN_TO;
      case "PUBLISH":
        return PUBLISH;
      case "BLESS|SCAN":
        return NEVER;
      default:
        if (severalNodes) {
          return severalNodes(command.requestPolicy());
        }
        if (command.name().startsWith("FT.") || command.name().startsWith("TS.")) {
          return COORDINATED;
        }
        return ABOUT_ONE_NODE.contains(command.name().split("\\|")[0]) ? OWN : null;
    }
  }

  private static Route severalNodes(RequestPolicy policy) {
    switch (policy) {
      case ALL_SHARDS:
        return MASTERS;
      case ALL_SHARDS_AND_ENTRY:
        return MASTERS_AND_ENTRY;
      case ALL_NODES:
        return ALL_NODES;
      default:
        return null;
    }
  }
}
