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
 * One connection of the application: the state that its two directions share.
 *
 * <p>Used by one thread at a time, as a Jedis object is; with the exceptions that Jedis itself makes. While a
 * subscription is read, another thread may write (un)subscriptions. Then the writer touches {@link #stream} and nothing
 * else. Once a session tracks keys, other threads look for invalidations: {@code SharedUse} lets them in one at a time.
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

  /** Whether the server is none of the agent's business: bytes pass, nothing is looked at. */
  private boolean plain;

  /** The cluster, once a command needed to know it. */
  private ClusterContext context;

  /**
   * The slot map that routes all commands written since the session last waited for nothing. It stays the same while
   * replies are outstanding, so that two commands for one key never go to two nodes.
   */
  private SlotMap map;

  /** The open WATCH or MULTI, or {@code null}. */
  public Transaction transaction;

  /** A transaction that the server got while its nature was unknown. */
  public final PassedTransaction passed = new PassedTransaction();

  /** What brings the application bytes that it did not ask for (subscriptions, MONITOR), or {@code null}. */
  public volatile Stream stream;

  /** Whether the application speaks RESP3. */
  public boolean resp3;

  /** Whether the nodes push invalidations to this session (CLIENT TRACKING). */
  public boolean tracking;

  private boolean tracked;

  /** Handshake commands whose replies have not been read: what follows must wait for the outcome. */
  public int unansweredHandshakes;

  /** What is still to be made sure of before the first command of the application leaves, or {@code null}. */
  NodeIdentityCheck pendingIdentityCheck;

  /**
   * @param check what has to be made sure of the server before a command is sent to it, or {@code null}
   * @param listener is called when the session begins to track keys, and when that is lost
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

  /** The application's own connection. */
  public NodeConnection entryConnection() {
    return openConnections.entry();
  }

  /** Whether nothing but the handshake may be sent yet. */
  public boolean awaitsIdentityCheck() {
    return pendingIdentityCheck != null;
  }

  /** May be called by another thread than the one that uses the session, to make it stop waiting. */
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

  /** From now on bytes pass both ways as if the agent were not there. */
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

  /** A WATCH was refused: as on a server, nothing of it stays. */
  public void watchRefused(Transaction refused) {
    refused.watchRefused();
    if (refused.watches() == 0 && refused == transaction && !refused.isOpen()) {
      if (refused.connection() != null) {
        refused.connection().unpin();
      }
      transaction = null;
    }
  }

  /** MULTI was refused: none is open, and there is nothing for the DISCARD behind it to discard. */
  public void multiRefused() {
    transaction = null;
    queue.waiveSuccess();
  }

  /**
   * Reading from a connection failed. In a cluster it is of no more use then. On a server of unknown nature the application may
   * read on after a timeout, as it may without the agent.
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
   * Finds out whether the server is a cluster node, if that is still to be found out.
   *
   * @return whether commands are to be routed from now on
   */
  public boolean inCluster() {
    return context != null
        || adopt(
            endpoint.isProbeDue() ? endpoint.resolve(queryIdentity(), timeout) : endpoint.nature());
  }

  /** As {@link #inCluster}, for a session that was redirected: only nodes of clusters do that. */
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
    cluster().sessionJoined(queryIdentity());
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

  /** What the session's connections to nodes carry. READONLY is harmless on masters, and lets replicas answer. */
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
      forgetTracked(); // the other connections are what the session was before
    }
    if (context != null) {
      cluster().identity(queryIdentity());
    } else if (identity.carriesCredentials()) {
      endpoint.authenticated();
    }
  }

  /** Has the application forget what it cached, since the nodes no longer track it for this session. */
  public void forgetTracked() {
    openConnections.closeTracked();
    if (resp3) {
      listener.forgotten();
    }
  }

  /** Under which the agent asks its own questions: a push would be taken for the answer. */
  public ConnectionProfile queryIdentity() {
    return identity.with(identity.handshake().with(Handshake.Step.TRACKING, null));
  }

  // ---- time

  /** The application's socket timeout in milliseconds; 0 waits for ever. */
  public int timeout() {
    return timeout;
  }

  public void timeout(int millis) {
    timeout = millis;
  }

  /** How long a command may be redirected, waited for and sent again before its last error is the application's. */
  public long deadlineMillis() {
    return options.deadlineMillis(timeout);
  }
}
