package io.clusteragent.session;

import io.clusteragent.cluster.Cluster;
import io.clusteragent.cluster.Clusters;
import io.clusteragent.cluster.ServerNature;
import io.clusteragent.cluster.Dialer;
import io.clusteragent.cluster.Handshake;
import io.clusteragent.cluster.Identity;
import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.cluster.SlotMap;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.protocol.Resp;
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
final class Session {
  private static final byte[] READONLY = Resp.command("READONLY");

  /** Is called by the thread that uses the session. */
  interface TrackingListener {

    /** The nodes push invalidations from now on. */
    void started();

    /** The nodes no longer track what the application has cached. */
    void forgotten();
  }

  final Endpoint endpoint;
  final Rules rules;
  final Leases leases;
  final PendingQueue queue = new PendingQueue();
  final RequestLog log = new RequestLog();
  private final TrackingListener listener;

  private Identity identity;
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
  Transaction transaction;

  /** A transaction that the server got while its nature was unknown. */
  final PassedTransaction passed = new PassedTransaction();

  /** What brings the application bytes that it did not ask for (subscriptions, MONITOR), or {@code null}. */
  volatile Stream stream;

  /** Whether the application speaks RESP3. */
  boolean resp3;

  /** Whether the nodes push invalidations to this session (CLIENT TRACKING). */
  boolean tracking;

  private boolean tracked;

  /** Handshake commands whose replies have not been read: what follows must wait for the outcome. */
  int unsettled;

  /** What is still to be made sure of before the first command of the application leaves, or {@code null}. */
  ServerCheck unproven;

  /**
   * @param check what has to be made sure of the server before a command is sent to it, or {@code null}
   * @param listener is called when the session begins to track keys, and when that is lost
   */
  Session(
      Socket socket,
      Endpoint endpoint,
      Dialer dialer,
      ServerCheck check,
      TrackingListener listener)
      throws IOException {
    this.endpoint = endpoint;
    this.rules = endpoint.rules();
    this.identity = new Identity(dialer, Handshake.NONE);
    this.timeout = socket.getSoTimeout();
    this.leases = new Leases(this, new NodeConnection(socket, this), nodeIdentity());
    this.unproven = check;
    this.listener = listener;
    ClusterContext known = endpoint.context();
    if (known != null) {
      enter(known);
    }
  }

  /** The application's own connection. */
  NodeConnection own() {
    return leases.own();
  }

  /** Whether nothing but the handshake may be sent yet. */
  boolean isUnproven() {
    return unproven != null;
  }

  /** May be called by another thread than the one that uses the session, to make it stop waiting. */
  void close() {
    closed = true;
    Stream open = stream;
    if (open != null) {
      open.close();
    }
    leases.close();
  }

  boolean isClosed() {
    return closed;
  }

  // ---- plain servers

  /** From now on bytes pass both ways as if the agent were not there. */
  void becomePlain() {
    plain = true;
    queue.clear();
    log.clear();
  }

  boolean isPlain() {
    return plain;
  }

  void writePlain(byte[] bytes, int from, int length) throws IOException {
    NodeConnection own = own();
    own.write(bytes, from, length);
    if (own.failure() != null) {
      throw own.failure();
    }
  }

  // ---- transactions

  /** A WATCH was refused: as on a server, nothing of it stays. */
  void watchRefused(Transaction refused) {
    refused.watches--;
    if (refused.watches == 0 && refused == transaction && !refused.isOpen()) {
      if (refused.connection != null) {
        refused.connection.unpin();
      }
      transaction = null;
    }
  }

  /** MULTI was refused: none is open, and there is nothing for the DISCARD behind it to discard. */
  void multiRefused() {
    transaction = null;
    for (int i = 0; i < queue.size(); i++) {
      queue.get(i).vital = false;
    }
  }

  /**
   * Reading from a connection failed. In a cluster it is of no more use then. On a server of unknown nature the application may
   * read on after a timeout, as it may without the agent.
   */
  void failed(NodeConnection connection, IOException cause) {
    if (context != null || !(cause instanceof SocketTimeoutException)) {
      connection.fail(cause);
    }
  }

  // ---- the cluster

  /** The cluster behind this connection; {@code null} while it is not known to be one. */
  ClusterContext context() {
    return context;
  }

  Cluster cluster() {
    return context.cluster();
  }

  /**
   * Finds out whether the server is a cluster node, if that is still to be found out.
   *
   * @return whether commands are to be routed from now on
   */
  boolean inCluster() {
    return context != null
        || follow(
            endpoint.isToBeAsked()
                ? endpoint.resolve(askingIdentity(), timeout)
                : endpoint.nature());
  }

  /** As {@link #inCluster}, for a session that was redirected: only nodes of clusters do that. */
  boolean inClusterAfterAll() {
    return context != null || follow(endpoint.redirected(askingIdentity(), timeout));
  }

  private boolean follow(ServerNature nature) {
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
    cluster().entered(askingIdentity());
    leases.enter(cluster(), endpoint.node(cluster()));
    if (rules.readFrom == ReadFrom.NEAREST) {
      cluster().measureLatencies();
    }
  }

  /** The slot map for the next command. */
  SlotMap map() {
    if (map == null) {
      map = cluster().slots();
    }
    return map;
  }

  /** Called when no reply is outstanding any more. */
  void becameIdle() {
    map = null;
    log.clear();
    leases.becameIdle();
  }

  Identity identity() {
    return identity;
  }

  /** What the session's connections to nodes carry. READONLY is harmless on masters, and lets replicas answer. */
  private Identity nodeIdentity() {
    return rules.readFrom == ReadFrom.MASTER
        ? identity
        : identity.with(identity.handshake().with(Handshake.Step.READ_ONLY, READONLY));
  }

  void handshake(Handshake handshake) {
    identity = identity.with(handshake);
    leases.identity(nodeIdentity(), tracking);
    if (tracking && !tracked) {
      tracked = true;
      listener.started();
    } else if (tracking && leases.size() > 1) {
      forgetTracked(); // the other connections are what the session was before
    }
    if (context != null) {
      cluster().identity(askingIdentity());
    } else if (identity.carriesCredentials()) {
      endpoint.authenticated();
    }
  }

  /** Has the application forget what it cached, since the nodes no longer track it for this session. */
  void forgetTracked() {
    leases.closeTracked();
    if (resp3) {
      listener.forgotten();
    }
  }

  /** Under which the agent asks its own questions: a push would be taken for the answer. */
  Identity askingIdentity() {
    return identity.with(identity.handshake().with(Handshake.Step.TRACKING, null));
  }

  // ---- time

  /** The application's socket timeout in milliseconds; 0 waits for ever. */
  int timeout() {
    return timeout;
  }

  void timeout(int millis) {
    timeout = millis;
  }

  /** How long a command may be redirected, waited for and sent again before its last error is the application's. */
  long deadlineMillis() {
    return rules.deadlineMillis(timeout);
  }
}
