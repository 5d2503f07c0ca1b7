package io.clusteragent.session.scatter;

import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.cluster.node.ClusterCommandError;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.NodeSelection;
import io.clusteragent.cluster.view.ServerSettings;
import io.clusteragent.command.Command;
import io.clusteragent.command.ResponsePolicy;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.session.merge.ReplyAggregation;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Knows the nodes besides the masters that a command for the whole server concerns. */
final class OtherNodes {
  /** The longest wait for the first node that is no master, in milliseconds; for all of them it is twice as long. */
  private static final int MAX_WAIT_MILLIS = 1000;

  /** A node gets at least this part of the wait for the first one, or nothing is sent to it. */
  private static final int MIN_PART = 16;

  private final Session session;
  private final CommandSender sender;
  private final NodeRound.ReplyBarrier replyBarrier;

  /** The entry connection that was asked for its node's id, or {@code null}. */
  private NodeConnection identified;

  /** The reply: the id, or an error that stays. */
  private Object entryId;

  OtherNodes(Session session, CommandSender sender, NodeRound.ReplyBarrier replyBarrier) {
    this.session = session;
    this.sender = sender;
    this.replyBarrier = replyBarrier;
  }

  /**
   * Whether the session's entry node is none of these nodes, but a replica or a master without slots.
   *
   * <p>At an address that no topology names, of a balancer for example, any node can be. So that none is counted twice, the
   * node is asked for its id; if it does not tell it, it counts as one of these.
   */
  boolean entryIsApart(Command command, Collection<Node> nodes) throws IOException {
    NodeConnection connection =
        session.connections.entry(); // first: this may replace the entry node
    Node entry = session.connections.entryNode();
    if (nodes.contains(entry) || connection.failure() != null) {
      return false;
    }
    if (session.cluster().members().contains(entry)) {
      return true;
    }
    Object id = entryId(command, connection, entry);
    if (!(id instanceof byte[])) {
      return isBusy(id) && command.responsePolicy() == ResponsePolicy.ONE_SUCCEEDED;
    }
    String text = ReplyParser.text(id);
    for (Node node : nodes) {
      if (node.id().equals(text)) {
        return false;
      }
    }
    return true;
  }

  /** SCRIPT KILL is for a node that runs a script, and may reach it twice. Such a node does not tell its id. */
  private static boolean isBusy(Object reply) {
    return reply instanceof ErrorReply && ((ErrorReply) reply).code().equals("BUSY");
  }

  /** The entry node's reply to CLUSTER MYID; {@code null} when the user may not ask. */
  private Object entryId(Command command, NodeConnection connection, Node entry)
      throws IOException {
    if (identified == connection) {
      return entryId;
    }
    String right = session.identity().idRight();
    if (entry.hasRefused(right)) { // each denial fills the server's ACL LOG
      return null;
    }
    Object reply = ask(command, connection, NodeIdentity.REQUEST);
    ClusterCommandError error =
        reply instanceof ErrorReply ? ClusterCommandError.of((ErrorReply) reply) : null;
    if (error == ClusterCommandError.DENIED) {
      entry.isFirstRefusal(right);
    } else if (error != ClusterCommandError.TEMPORARY) {
      entryId = reply;
      identified = connection;
    }
    return reply;
  }

  private Object ask(Command command, NodeConnection connection, byte[] bytes) throws IOException {
    NodeRound round = new NodeRound(session, sender, command);
    round.send(connection, -1, bytes);
    replyBarrier.await();
    return round.parsed(0);
  }

  /**
   * Brings a command to all other nodes, once all masters have accepted it, and before any later command is sent.
   *
   * <p>Their replies do not count: the command has succeeded.
   *
   * @param fromMasters the replies of the masters
   */
  void follow(CommandFrame frame, ReplyAggregation fromMasters, Collection<Node> masters) {
    try {
      replyBarrier.await();
    } catch (IOException e) {
      sender.fail(e);
      return;
    }
    if (fromMasters.errors() > 0) {
      return;
    }
    Set<Node> others = new LinkedHashSet<>(session.cluster().members());
    others.addAll(masters);
    byte[] bytes = Arrays.copyOfRange(frame.bytes(), frame.start(), frame.start() + frame.length());
    String command = frame.command().name();
    String name = ServerSettings.name(command, frame.request());
    followAtEntryNode(frame.command(), name, bytes, others);
    others.removeAll(masters);
    ServerSettings settings = session.cluster().settings();
    ConnectionProfile profile = session.queryIdentity();
    int millis =
        session.timeout() == 0 ? MAX_WAIT_MILLIS : Math.min(session.timeout(), MAX_WAIT_MILLIS);
    List<Node> all = new ArrayList<>(masters);
    all.addAll(others);
    settings.record(command, frame.request(), profile, all);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * millis);
    for (Node node : NodeSelection.of(others, Collections.<Node>emptySet())) { // suspect ones last
      long half = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime() + 1_999_999) / 2;
      int limit = half > millis / MIN_PART ? (int) half : 0;
      if (!settings.send(node, profile, name, bytes, limit)) {
        settings.missed(node);
      }
    }
  }

  /**
   * Sends the command to the entry node, if the members do not include it.
   *
   * <p>It goes on the session's own connection: behind a balancer another one would end at any node.
   */
  private void followAtEntryNode(
      Command command, String name, byte[] bytes, Collection<Node> members) {
    String failure = null;
    try {
      // A master that pauses its clients would tell its id when the pause is over.
      boolean tells =
          identified == session.entryConnection() || !command.name().equals("CLIENT|PAUSE");
      if (!tells || !entryIsApart(command, members)) {
        return;
      }
    } catch (IOException e) {
      return; // it counts as a master, which has taken the command
    }
    try {
      Object reply = ask(command, session.entryConnection(), bytes);
      if (reply instanceof ErrorReply) {
        failure = ((ErrorReply) reply).code(); // the rest may repeat a password
      }
    } catch (IOException e) {
      failure = e.getMessage();
    }
    if (failure != null) {
      Log.warn("node " + session.connections.entryNode() + " did not take " + name + " (" + failure
          + "), which all masters took; it does not hold there, nor after a failover to that node."
          + " Remedy: set it on that node, or in its configuration file");
    }
  }
}
