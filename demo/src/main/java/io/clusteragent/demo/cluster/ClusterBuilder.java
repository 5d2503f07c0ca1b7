package io.clusteragent.demo.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Configures and starts a cluster. A mutable builder: each setter returns the same object. */
public final class ClusterBuilder {
  private final NodeSettings settings = new NodeSettings();
  private List<ServerBinary> binaries = List.of();
  private int masters = 3;
  private int replicas;

  ClusterBuilder() {
    nodeTimeoutMillis(2_000);
    // So that replicas of an idle cluster receive something soon.
    settings.config("repl-ping-replica-period", "1");
    // Roles change only when a test says so, or a master dies.
    settings.config("cluster-migration-barrier", "100");
  }

  /** Number of masters; default 3. */
  public ClusterBuilder masters(int count) {
    masters = count;
    return this;
  }

  /** Number of replicas of each master; default 0. */
  public ClusterBuilder replicas(int perMaster) {
    replicas = perMaster;
    return this;
  }

  /** Time without an answer after which the nodes mark a node as failed; default 2000 ms. */
  public ClusterBuilder nodeTimeoutMillis(int millis) {
    return with(s -> s.config("cluster-node-timeout", Integer.toString(millis)));
  }

  /** See {@link NodeSettings#config}. */
  public ClusterBuilder config(String key, String value) {
    return with(s -> s.config(key, value));
  }

  /** See {@link NodeSettings#password}. */
  public ClusterBuilder password(String password) {
    return with(s -> s.password(password));
  }

  /** See {@link NodeSettings#aclUser}. */
  public ClusterBuilder aclUser(String name, String password, String rules) {
    return with(s -> s.aclUser(name, password, rules));
  }

  /** See {@link NodeSettings#ports}. */
  public ClusterBuilder ports(int first) {
    return with(s -> s.ports(first));
  }

  /** See {@link NodeSettings#announcedPortOffset}. */
  public ClusterBuilder announcedPortOffset(int offset) {
    return with(s -> s.announcedPortOffset(offset));
  }

  /** See {@link NodeSettings#tls}; one new certificate for all nodes. */
  public ClusterBuilder tls() {
    return tls(TlsFiles.create());
  }

  /** See {@link NodeSettings#tls}. */
  public ClusterBuilder tls(TlsFiles files) {
    return with(s -> s.tls(files));
  }

  /** Puts a {@link RedisNode#proxy()} in front of each node, for clients and replication but not the cluster bus. */
  public ClusterBuilder behindProxies() {
    return with(NodeSettings::behindProxy);
  }

  /** See {@link NodeSettings#binary}. */
  public ClusterBuilder binary(ServerBinary binary) {
    return with(s -> s.binary(binary));
  }

  /** Runs the servers in turn: a cluster whose nodes are upgraded one after the other. Default: one server for all. */
  public ClusterBuilder binaries(ServerBinary... inTurn) {
    binaries = List.of(inTurn);
    return this;
  }

  private ClusterBuilder with(Consumer<NodeSettings> change) {
    change.accept(settings);
    return this;
  }

  /** Nodes that do not know each other yet. */
  public final class Unformed {
    private final List<RedisNode> nodes;

    private Unformed(List<RedisNode> nodes) {
      this.nodes = nodes;
    }

    public List<RedisNode> nodes() {
      return nodes;
    }

    /** Forms the cluster; returns when it is stable. */
    public RedisCluster form() {
      ClusterFormation.form(nodes, masters, RedisCluster.LIMIT);
      return new RedisCluster(nodes, settings);
    }
  }

  /** Starts the nodes and forms the cluster; returns when it is stable. */
  public RedisCluster start() {
    Unformed unformed = startUnformed();
    try {
      return unformed.form();
    } catch (RuntimeException e) {
      unformed.nodes().forEach(RedisNode::close);
      throw e;
    }
  }

  /** Starts the nodes, and lets the caller form the cluster. */
  public Unformed startUnformed() {
    List<RedisNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < masters * (1 + replicas); i++) {
        if (!binaries.isEmpty()) {
          settings.binary(binaries.get(i % binaries.size()));
        }
        nodes.add(RedisNode.start(settings, true));
      }
      return new Unformed(nodes);
    } catch (RuntimeException e) {
      nodes.forEach(RedisNode::close);
      throw e;
    }
  }
}
