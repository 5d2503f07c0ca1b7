package io.clusteragent.demo.cluster;

import java.util.ArrayList;
import java.util.List;

/** Configures and starts a node. A mutable builder: each setter returns the same object. */
public final class NodeSettings {
  /** The file in which a node stores its view of the cluster, in its own directory. */
  static final String NODES_FILE = "nodes.conf";

  static final String LOG_FILE = "server.log";

  private final List<String> lines = new ArrayList<>();
  private ServerBinary binary;
  private String password;
  private TlsFiles tls;
  private boolean behindProxy;
  private int announcedPortOffset;
  private int nextPort;

  NodeSettings() {}

  /** The server to run; default {@link ServerBinary#find()}. */
  public NodeSettings binary(ServerBinary binary) {
    this.binary = binary;
    return this;
  }

  /** One line of {@code redis.conf}; a later line for the same key wins. */
  public NodeSettings config(String key, String value) {
    lines.add(key + " " + value);
    return this;
  }

  /** Password of the default user, also used between the nodes; default none. */
  public NodeSettings password(String password) {
    this.password = password;
    return this;
  }

  /**
   * Adds an ACL user that is switched on.
   *
   * @param rules for example {@code ~* &* +@all}
   */
  public NodeSettings aclUser(String name, String password, String rules) {
    return config("user", name + " on >" + password + " " + rules);
  }

  /** Serves TLS only, to clients and between the nodes, without asking clients for a certificate. */
  public NodeSettings tls(TlsFiles tls) {
    this.tls = tls;
    return this;
  }

  /** Puts a {@link TcpProxy} in front of the client port; the node announces the proxy's. */
  NodeSettings behindProxy() {
    behindProxy = true;
    return this;
  }

  boolean isBehindProxy() {
    return behindProxy;
  }

  /**
   * Lets a node of a cluster announce to clients and replicas a port that is so much higher than its own, as behind a NAT. No
   * process listens there. The nodes still reach each other, but a replica does not reach its master.
   */
  public NodeSettings announcedPortOffset(int offset) {
    this.announcedPortOffset = offset;
    return this;
  }

  /** The client port of the next node that is started with these settings; later nodes take the next ports; default: random. */
  public NodeSettings ports(int first) {
    nextPort = first;
    return this;
  }

  boolean hasPorts() {
    return nextPort != 0;
  }

  int nextPort() {
    if (hasPorts()) {
      return nextPort++;
    }
    return announcedPortOffset == 0
        ? FreePorts.next()
        : FreePorts.next(0, FreePorts.BUS_DISTANCE, announcedPortOffset);
  }

  /** Starts a node that is not part of a cluster; returns when it answers. */
  public RedisNode start() {
    return RedisNode.start(this, false);
  }

  ServerBinary binary() {
    if (binary == null) {
      binary = ServerBinary.find();
    }
    return binary;
  }

  String password() {
    return password;
  }

  TlsFiles tls() {
    return tls;
  }

  List<String> configFile(int port, boolean cluster) {
    List<String> file = new ArrayList<>();
    file.add("bind 127.0.0.1");
    file.add("protected-mode no");
    file.add("save \"\"");
    file.add("appendonly no");
    file.add("loglevel warning");
    file.add("logfile " + LOG_FILE);
    file.add("repl-diskless-sync-delay 0");
    if (tls == null) {
      file.add("port " + port);
    } else {
      file.add("port 0");
      file.add("tls-port " + port);
      file.add("tls-cluster yes");
      file.add("tls-replication yes");
      file.add("tls-auth-clients no");
      file.add("tls-cert-file " + tls.certificate());
      file.add("tls-key-file " + tls.key());
      file.add("tls-ca-cert-file " + tls.certificate());
    }
    if (password != null) {
      file.add("requirepass \"" + password + "\"");
      file.add("masterauth \"" + password + "\"");
    }
    if (cluster) {
      file.add("cluster-enabled yes");
      file.add("cluster-config-file " + NODES_FILE);
      if (announcedPortOffset != 0) {
        file.add("cluster-announce-port " + (port + announcedPortOffset));
        if (tls != null) { // newer servers announce this one to clients with TLS
          file.add("cluster-announce-tls-port " + (port + announcedPortOffset));
        }
      }
    }
    file.addAll(lines);
    return file;
  }
}
