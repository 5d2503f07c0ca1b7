package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.topology.SlotMap;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.cluster.view.ServerNature;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.endpoint.ClusterContext;
import io.clusteragent.session.endpoint.Endpoint;
import io.clusteragent.session.endpoint.NodeIdentityCheck;
import io.clusteragent.session.endpoint.SessionOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * Holds the state of one connection of the application, for writing and reading.
 *
 * <p>One thread at a time uses it, as with a Jedis object. Jedis itself makes two exceptions. While one thread reads a
 * subscription, another may write subscriptions and unsubscriptions: the writer then uses {@link #stream} only. Once a session
 * tracks keys, other threads read its invalidations: {@code SharedUse} admits one thread at a time.
 */
public final class Session {
  private static final byte[] READONLY = Resp.command("READONLY");

  public final Endpoint endpoint;
  public final SessionOptions options;
  public final OpenConnections openConnections;
  public final HeldConnections connections;
  public final PendingCommands queue = new PendingCommands();
  public final RequestLog log = new RequestLog();
  private final TrackingListener listener;

  private ConnectionProfile identity;
  private int timeout;
  private volatile boolean closed;

  /** Whether the server is not part of a cluster: bytes pass unchanged and unchecked. */
  private boolean plain;

  /** The cluster; {@code null} until a command needs it. */
  private ClusterContext context;

  /**
   * The slot map that routes commands; {@code null} before the first command after all replies were read.
   *
   * <p>It stays the same while replies are outstanding, so that two commands for one key never go to two nodes.
   */
  private SlotMap map;

  /** The open WATCH or MULTI, or {@code null}. */
  public Transaction transaction;

  /** The transaction that the server got while it was of unknown kind. */
  public final PassedTransaction passed = new PassedTransaction();

  /** The stream of messages that the application reads (subscriptions, MONITOR), or {@code null}. */
  public volatile Stream stream;

  /** Whether the application speaks RESP3. */
  public boolean resp3;

  /** Whether the nodes push invalidations to this session (CLIENT TRACKING). */
  public boolean tracking;

  private boolean tracked;

  /** The number of handshake commands whose replies were not read: later commands wait for the outcome. */
  public int unansweredHandshakes;

  /** The check that is due before the first command of the application is sent, or {@code null}. */
  NodeIdentityCheck pendingIdentityCheck;

  /**
   * @param check the check of the server before a command is sent to it, or {@code null}
   * @param listener is called when the session begins to track keys, and when the nodes no longer track them
   */
  public Session(
      Socket socket,
      Endpoint endpoint,
      Dialer dialer,
      NodeIdentityCheck check,
      TrackingListener listener)
      throws IOException {
    this.endpoint = endpoint;
    this.options = endpoint.options();
    this.identity = new ConnectionProfile(dialer, Handshake.NONE);
    this.timeout = socket.getSoTimeout();
    this.openConnections = new OpenConnections(this, new NodeConnection(socket, this));
    this.connections = new HeldConnections(this, openConnections, nodeIdentity());
    this.pendingIdentityCheck = check;
    this.listener = listener;
    ClusterContext known = endpoint.context();
    if (known != null) {
      enter(known);
    }
  }

  /** The connection to the entry node. */
  public NodeConnection entryConnection() {
    return openConnections.entry();
  }

  /** Whether only the handshake may be sent yet. */
  public boolean awaitsIdentityCheck() {
    return pendingIdentityCheck != null;
  }

  /** Ends the session. Another thread may call this, so that the thread that uses the session stops waiting. */
  public void close() {
    closed = true;
    Stream open = stream;
    if (open != null) {
      open.close();
    }
    connections.close();
  }

  public boolean isClosed() {
    return closed;
  }

  // ---- plain servers

  /** Makes all later bytes pass in both directions, as without the agent. */
  public void becomePlain() {
    plain = true;
    queue.clear();
    log.clear();
  }

  public boolean isPlain() {
    return plain;
  }

  public void writePlain(CommandFrame frame) throws IOException {
    writePlain(frame.bytes(), frame.start(), frame.length());
  }

  public void writePlain(byte[] bytes, int from, int length) throws IOException {
    NodeConnection entry = entryConnection();
    entry.write(bytes, from, length);
    if (entry.failure() != null) {
      throw entry.failure();
    }
  }

  // ---- transactions

  /** Records that a WATCH was refused: as on a server, it watches nothing. */
  public void watchRefused(Transaction refused) {
    refused.watchRefused();
    if (refused.watches() == 0 && refused == transaction && !refused.isOpen()) {
      if (refused.connection() != null) {
        refused.connection().unpin();
      }
      transaction = null;
    }
  }

  /** Records that MULTI was refused: no transaction is open, so the DISCARD behind it may fail. */
  public void multiRefused() {
    transaction = null;
    queue.waiveSuccess();
  }

  /**
   * Records that a read from a connection failed. In a cluster the connection is closed then.
   *
   * <p>On a server of unknown kind the application may read again after a timeout, as without the agent.
   */
  public void readFailed(NodeConnection connection, IOException cause) {
    if (context != null || !(cause instanceof SocketTimeoutException)) {
      connection.fail(cause);
    }
  }

  // ---- the cluster

  /** The cluster behind this connection; {@code null} while it is not known to be one. */
  public ClusterContext context() {
    return context;
  }

  public Cluster cluster() {
    return context.cluster();
  }

  /**
   * Finds out whether the server is a cluster node, unless that is known.
   *
   * @return whether commands are routed from now on
   */
  public boolean inCluster() {
    return context != null
        || adopt(
            endpoint.isProbeDue() ? endpoint.resolve(queryIdentity(), timeout) : endpoint.nature());
  }

  /** As {@link #inCluster}, for a session that got a redirection: only cluster nodes send one. */
  public boolean inClusterAfterRedirection() {
    return context != null || adopt(endpoint.redirected(queryIdentity(), timeout));
  }

  private boolean adopt(ServerNature nature) {
    if (nature == ServerNature.PLAIN) {
      becomePlain();
    } else if (nature == ServerNature.CLUSTER && !passed.isOpen()) {
      ClusterContext found = endpoint.context();
      if (found != null) {
        enter(found);
      }
    }
    return context != null;
  }

  private void enter(ClusterContext found) {
    context = found;
    cluster().sessionJoined(queryIdentity(), endpoint.writtenAs());
    connections.enter(cluster(), endpoint.node(cluster()));
    if (options.readFrom == ReadFrom.NEAREST) {
      cluster().measureLatencies();
    }
  }

  /** The slot map for the next command. */
  public SlotMap map() {
    if (map == null) {
      map = cluster().slots();
    }
    return map;
  }

  /** Called when no reply is outstanding any more. */
  public void allRepliesRead() {
    map = null;
    log.clear();
    connections.allRepliesRead();
  }

  public ConnectionProfile identity() {
    return identity;
  }

  /** The profile of connections to nodes. READONLY changes nothing on masters, and makes replicas answer reads. */
  private ConnectionProfile nodeIdentity() {
    return options.readFrom == ReadFrom.MASTER
        ? identity
        : identity.with(identity.handshake().with(Handshake.Step.READ_ONLY, READONLY));
  }

  public void handshake(Handshake handshake) {
    identity = identity.with(handshake);
    connections.identity(nodeIdentity(), tracking);
    if (tracking && !tracked) {
      tracked = true;
      listener.started();
    } else if (tracking && openConnections.size() > 1) {
      forgetTracked(); // the other connections still have the old profile
    }
    if (context != null && !awaitsIdentityCheck()) { // else another server may have accepted it
      cluster().identity(queryIdentity());
    } else if (context == null && identity.carriesCredentials()) {
      endpoint.authenticated();
    }
  }

  /** Makes the application drop its cached values: the nodes no longer track them for this session. */
  public void forgetTracked() {
    openConnections.closeTracked();
    if (resp3) {
      listener.forgotten();
    }
  }

  /** The profile for queries of the agent. It does not track keys: the agent would mistake a push for the reply. */
  public ConnectionProfile queryIdentity() {
    return identity.with(identity.handshake().forQueries());
  }

  // ---- time

  /** The application's socket timeout in milliseconds; 0 waits without a limit. */
  public int timeout() {
    return timeout;
  }

  public void timeout(int millis) {
    timeout = millis;
  }

  /** How long the agent redirects a command, waits and sends it again, before the application sees the last error. */
  public long deadlineMillis() {
    return options.deadlineMillis(timeout);
  }
}
