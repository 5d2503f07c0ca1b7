package io.clusteragent.session;

import io.clusteragent.cluster.Node;
import io.clusteragent.cluster.NodeAddress;
import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.cluster.Redirection;
import io.clusteragent.command.Kind;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.metrics.Count;
import io.clusteragent.metrics.Metrics;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * What to do when a node refuses a command or a connection breaks: the one place that acts on a {@link Redirection}.
 *
 * <p>A command has one of three outcomes: refused (safe to repeat), never sent (safe to repeat), sent with its reply
 * unknown. The third is repeated only when the command is repeatable by its command data.
 */
final class Recovery {

  /** A command follows at most so many MOVED and ASK in a row, as JedisCluster does. */
  private static final int MAX_REDIRECTIONS = 5;

  static final byte[] ASKING = Resp.command("ASKING");
  private static final byte[] NO_REPLY = new byte[0];

  /** Reasons for the diary. */
  static final String NOT_SENT = "not sent";

  private static final String OUTCOME_UNKNOWN = "outcome unknown";

  private final Session session;
  private final TransactionReplay transactions;
  private final Diary diary;
  private final Backoff backoff = new Backoff();
  private final Request request = new Request();

  Recovery(Session session, ReadAhead readAhead) {
    this.session = session;
    this.diary = new Diary(session);
    this.transactions = new TransactionReplay(session, this, readAhead);
  }

  Diary diary() {
    return diary;
  }

  /** For how long there has been trouble. */
  long troubleNanos() {
    return backoff.sinceStartNanos();
  }

  /** The trouble is over: a command that was in it has its reply, or nothing is outstanding any more. */
  void calm() {
    backoff.stop();
  }

  /**
   * A node refused the oldest command; its reply has been read. Afterwards the command is under way again, or settled
   * with the error line.
   *
   * @param line the error with its CRLF
   */
  void redirected(Pending head, Redirection redirection, byte[] line) throws IOException {
    NodeConnection from = head.connection;
    if (head.transaction != null) {
      transactions.redirected(head, redirection, line);
      return;
    }
    if (redirection.kind() == Redirection.Kind.UNBLOCKED) {
      // Said by a master that became a replica, which closes the connection behind it.
      from.fail(new IOException("node " + from + " gave up its blocked clients"));
    }
    byte[] first = null;
    Node target = null;
    if (head.logStart != Pending.NOT_KEPT) {
      boolean script = redirection.kind() == Redirection.Kind.NOSCRIPT;
      first =
          script ? loadScript(head) : redirection.kind() == Redirection.Kind.ASK ? ASKING : null;
      target = script && first == null ? null : next(head, redirection, from);
      head.scriptLoaded |= script;
    }
    session.leases.giveBack(
        from); // not earlier: what is given back may be another session's at once
    if (target == null) {
      show(head, from, line);
      return;
    }
    sendAgain(head, target, first);
    count(from, retry(redirection.kind()));
    diary.troubled(head, redirection.kind().name(), from, head.connection);
  }

  /** A refusal becomes the application's; a transaction that it belongs to must not run any more. */
  void show(Pending head, NodeConnection from, byte[] line) {
    if (head.transaction != null && head.step != Transaction.WATCH) {
      head.transaction.refused = true;
    }
    count(from, Count.REFUSALS_SHOWN);
    diary.troubled(head, code(line), from, null);
    head.answer(line);
  }

  /** The first word of an error. */
  private static String code(byte[] line) {
    int end = 1;
    while (end < line.length && line[end] > ' ') {
      end++;
    }
    return new String(line, 1, end - 1, StandardCharsets.ISO_8859_1);
  }

  /** Counts what became of a command; of the cluster when no connection to a node was there. */
  void count(NodeConnection connection, Count what) {
    if (session.context() != null) {
      boolean known = connection != null && connection.node() != null;
      Metrics metrics = known ? connection.node().metrics() : session.cluster().metrics();
      metrics.add(what);
    }
  }

  private static Count retry(Redirection.Kind kind) {
    switch (kind) {
      case MOVED:
      case ASK:
        return Count.REDIRECTED;
      case NOSCRIPT:
        return Count.SCRIPTS_BROUGHT;
      default:
        return Count.WAITED;
    }
  }

  /** Whether a node that answered NOSCRIPT can be helped. */
  boolean canLoadScript(Pending head) throws IOException {
    return head.transaction == null
        && head.logStart != Pending.NOT_KEPT
        && loadScript(head) != null;
  }

  /** A script that stands behind the command in its pipeline is not known to it yet. */
  private boolean bringsScriptsLater() {
    for (int i = 1; i < session.queue.size(); i++) {
      Kind kind = session.queue.get(i).command.kind();
      if (kind == Kind.EVAL || kind == Kind.SCRIPT_LOAD) {
        return true;
      }
    }
    return false;
  }

  /** The command that brings the script to the node; {@code null} when it is not known, or was sent already. */
  private byte[] loadScript(Pending head) throws IOException {
    if (head.scriptLoaded || !head.command.name().startsWith("EVALSHA") || bringsScriptsLater()) {
      return null;
    }
    return session.context().scripts().load(requestOf(head), 1);
  }

  /**
   * The node to which a refused command goes next, after the wait that the refusal calls for.
   *
   * @return {@code null} when the command has been sent often or long enough: its last error is the application's
   */
  Node next(Pending head, Redirection redirection, NodeConnection from) throws IOException {
    head.attempts++;
    backoff.start(session.deadlineMillis());
    switch (redirection.kind()) {
      case MOVED:
        head.slot = redirection.slot();
        if (++head.redirections > MAX_REDIRECTIONS || !mayLead(redirection, from)) {
          return null;
        }
        Node owner = session.cluster().moved(redirection.slot(), address(redirection, from));
        if (owner == session.leases.nodeOf(from)) {
          // A proxied service says so when a connection is of no more use: reconnect.
          from.fail(new IOException("node " + owner + " redirected to itself"));
          session.leases.giveBack(from);
        }
        return owner;
      case ASK:
        return ++head.redirections > MAX_REDIRECTIONS || !mayLead(redirection, from)
            ? null
            : target(redirection, from);
      case NOSCRIPT:
        return session.leases.nodeOf(from);
      default:
        if (head.slot < 0) {
          return null; // a command without a key means this very node
        }
        session.cluster().requestRefresh();
        head.redirections =
            0; // ASK and TRYAGAIN take turns while keys move; the deadline bounds that
        return backoff.pause() ? owner(head.slot, session.leases.nodeOf(from)) : null;
    }
  }

  /** The connection of the oldest command broke before its reply began, or could not be made. */
  void broken(Pending head, IOException cause) throws IOException {
    NodeConnection connection = head.connection;
    boolean neverSent = head.neverSent();
    if (session.isClosed()) {
      throw lost(head, neverSent, connection, cause);
    }
    if (session.context() != null && !(cause instanceof SocketTimeoutException)) {
      session.cluster().connectionBroke();
    } else if (session.context() != null && !head.command.blocking()) {
      session.leases.nodeOf(connection).suspect();
    }
    if (connection != null) {
      connection.replyRead();
      session.leases.giveBack(connection);
    }
    if (head.transaction != null) {
      backoff.start(session.deadlineMillis());
      transactions.broken(head, cause);
      return;
    }
    if (head.logStart == Pending.NOT_KEPT && head.action == Pending.Action.SWALLOW) {
      head.answer(NO_REPLY);
      return;
    }
    if (isForAnyNode(head)) {
      elsewhere(head, neverSent, connection, cause);
      return;
    }
    boolean replicasOnly = session.rules.readFrom == ReadFrom.REPLICA && head.command.readOnly();
    boolean kept = head.slot >= 0 && head.logStart != Pending.NOT_KEPT;
    boolean routed = session.context() != null && kept && !replicasOnly;
    if (!routed || !neverSent && !mayRepeat(head)) {
      throw lost(head, neverSent, connection, cause);
    }
    head.attempts++;
    backoff.start(session.deadlineMillis());
    session.cluster().requestRefresh();
    if (head.attempts > 1 && !backoff.pause()) {
      throw lost(head, neverSent, connection, cause);
    }
    Node owner = owner(head.slot, null);
    sendAgain(head, owner == null ? ownNode(connection) : owner, null);
    resent(head, neverSent, connection);
  }

  private void resent(Pending head, boolean neverSent, NodeConnection from) {
    count(from, neverSent ? Count.UNSENT_RESENT : Count.UNKNOWN_RESENT);
    diary.troubled(head, neverSent ? NOT_SENT : OUTCOME_UNKNOWN, from, head.connection);
  }

  /** A command without a key that went to the own node, and that any other node answers as well. */
  private boolean isForAnyNode(Pending head) throws IOException {
    boolean kept = head.logStart != Pending.NOT_KEPT;
    if (session.context() == null || !head.forOwnNode || head.slot >= 0 || !kept) {
      return false;
    }
    switch (head.action) {
      case RELAY_AND_RECORD:
        return true; // the connection to the other node gets all that was said before it
      case RELAY:
      case SWALLOW:
        return !head.command.kind().changesConnection()
            && (head.command.anyNode() || head.command.repeatable(requestOf(head)));
      default:
        return false;
    }
  }

  private void elsewhere(
      Pending head, boolean neverSent, NodeConnection connection, IOException cause)
      throws IOException {
    boolean handshake = head.action == Pending.Action.RELAY_AND_RECORD;
    if (!neverSent && !handshake && !mayRepeat(head)) {
      throw lost(head, false, connection, cause);
    }
    head.attempts++;
    backoff.start(session.deadlineMillis());
    session.cluster().requestRefresh();
    boolean moved = head.attempts == 1 && session.ownNode.moveFrom(connection);
    while (!moved && !session.tracking && backoff.pause()) {
      moved = session.ownNode.moveFrom(connection);
    }
    // A handshake must find its own connection free: on another it would change what others share.
    if (!moved || handshake && session.own().outstanding() > 0) {
      throw lost(head, neverSent, connection, cause);
    }
    sendAgain(head, session.leases.ownNode(), null);
    resent(head, neverSent, connection);
  }

  /**
   * The node for what no key leads anywhere else.
   *
   * @param broken a connection; if it is the own one, another node takes the own one's place
   */
  Node ownNode(NodeConnection broken) {
    session.ownNode.moveFrom(broken);
    return session.leases.ownNode();
  }

  /**
   * Whether a redirection may be followed: the credentials of the application go to no node that nothing else has named. That
   * is found out first, as slots move to new nodes, too.
   */
  private boolean mayLead(Redirection redirection, NodeConnection from) {
    NodeAddress target = address(redirection, from);
    Node informant = session.leases.nodeOf(from);
    if (!session.identity().carriesCredentials()
        || session.cluster().vouchFor(target, informant, backoff.leftMillis())) {
      return true;
    }
    session.context().sayUntrusted(informant, target);
    return false;
  }

  /**
   * Sends a command again; while its node cannot be reached, to whatever node owns its slot by then.
   *
   * @param first a command to be sent to this target in the same write before it, or {@code null}
   */
  private void sendAgain(Pending head, Node target, byte[] first) throws IOException {
    NodeConnection connection = connect(target, head);
    if (head.command.blocking()) {
      takeOffTimeWaited(head);
    }
    if (first != null && session.leases.nodeOf(connection) == target) {
      connection.append(first, 0, first.length);
      connection.expectReply();
      head.dropFrom = connection;
      head.drops = 1;
    }
    send(head, connection);
  }

  private boolean mayRepeat(Pending head) throws IOException {
    switch (session.rules.retryUnknown) {
      case ALWAYS:
        return true;
      case NEVER:
        return false;
      default:
        return head.command.repeatable(requestOf(head));
    }
  }

  private void takeOffTimeWaited(Pending head) throws IOException {
    long now = System.nanoTime();
    byte[] reduced = BlockingTimeout.reduced(head.command, requestOf(head), now - head.sentAt);
    if (reduced != null) {
      session.log.begin(head);
      session.log.append(head, reduced, 0, reduced.length);
      head.sentAt = now;
    }
  }

  private Request requestOf(Pending head) throws IOException {
    RequestReader.whole(
        session.log.bytes(), head.logStart, head.logStart + head.logLength, request);
    return request;
  }

  /** Sends a command on a connection on which nothing is outstanding but what the command drops. */
  void send(Pending head, NodeConnection connection) {
    connection.expectReply();
    connection.append(session.log.bytes(), head.logStart, head.logLength);
    connection.flush();
    head.connection = connection;
    head.endMark = connection.mark();
  }

  /** A quiet connection to a node, or to the slot's owner as soon as one can be reached. */
  NodeConnection connect(Node target, Pending head) throws IOException {
    Node node = target;
    while (true) {
      try {
        if (node == null) {
          throw new IOException("no node is known to serve slot " + head.slot);
        }
        return session.leases.takeQuiet(node);
      } catch (IOException e) {
        session.cluster().requestRefresh();
        if (!backoff.pause()) {
          throw unreachable(head, e);
        }
        node = owner(head.slot, node);
      }
    }
  }

  private Node owner(int slot, Node otherwise) {
    Node owner = slot < 0 ? null : session.cluster().slots().owner(slot);
    return owner == null ? otherwise : owner;
  }

  private Node target(Redirection redirection, NodeConnection from) {
    return session.cluster().node(address(redirection, from));
  }

  /** The address that a redirection names; without a host it is at the host that answered. */
  private NodeAddress address(Redirection redirection, NodeConnection from) {
    NodeAddress target = redirection.target();
    return target.host().isEmpty()
        ? new NodeAddress(session.leases.nodeOf(from).address().host(), target.port())
        : target;
  }

  private IOException lost(
      Pending head, boolean neverSent, NodeConnection connection, IOException cause) {
    return neverSent ? unreachable(head, cause) : unknownOutcome(head, connection, cause);
  }

  IOException unreachable(Pending head, IOException cause) {
    count(head.connection, Count.UNSENT_SHOWN);
    diary.troubled(head, NOT_SENT, head.connection, null);
    return new IOException(
        head.command.name() + " was not executed: its Redis Cluster node cannot be reached"
            + (cause == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
  }

  IOException unknownOutcome(Pending head, NodeConnection connection, IOException cause) {
    count(connection, Count.UNKNOWN_SHOWN);
    diary.troubled(head, OUTCOME_UNKNOWN, connection, null);
    String message = "the outcome of " + head.command.name() + " on node " + connection
        + " is unknown: " + cause.getMessage();
    if (cause instanceof SocketTimeoutException) {
      // Applications tell a timeout by this type.
      SocketTimeoutException timeout = new SocketTimeoutException(message);
      timeout.initCause(cause);
      return timeout;
    }
    return new IOException(message, cause);
  }
}
