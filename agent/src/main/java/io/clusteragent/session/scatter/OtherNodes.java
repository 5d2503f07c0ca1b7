package io.clusteragent.session.scatter;

import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.NodeSelection;
import io.clusteragent.cluster.view.ServerSettings;
import io.clusteragent.command.Command;
import io.clusteragent.session.merge.ReplyAggregation;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  /** The entry connection whose node gave its id, or {@code null}. */
  private NodeConnection identified;

  /** The id of its node; {@code null} when the node does not tell it. */
  private String entryId;

  OtherNodes(Session session, CommandSender sender, NodeRound.ReplyBarrier replyBarrier) {
    this.session = session;
    this.sender = sender;
    this.replyBarrier = replyBarrier;
  }

  /**
   * Whether the session's entry connection leads to none of the masters, but to a replica or a master without slots.
   *
   * <p>At an address that no topology names, of a balancer for example, any node can be. So that none is counted twice, the
   * node is asked for its id; if it does not tell it, it counts as one of the masters.
   */
  boolean entryIsApart(Command command, Collection<Node> masters) throws IOException {
    Node entry = session.connections.entryNode();
    NodeConnection connection = session.entryConnection();
    if (masters.contains(entry) || connection.failure() != null) {
      return false;
    }
    if (session.cluster().members().contains(entry)) {
      return true;
    }
    if (identified != connection) {
      NodeRound round = new NodeRound(session, sender, command);
      round.send(entry, -1, NodeIdentity.REQUEST);
      replyBarrier.await();
      Object id = round.parsed(0);
      entryId = id instanceof byte[] ? new String((byte[]) id, StandardCharsets.ISO_8859_1) : null;
      identified = connection;
    }
    boolean apart = entryId != null;
    for (Node master : masters) {
      apart &= !master.id().equals(entryId);
    }
    return apart;
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
    others.add(session.connections.entryNode());
    others.removeAll(masters);
    ServerSettings settings = session.cluster().settings();
    ConnectionProfile profile = session.queryIdentity();
    String command = frame.command().name();
    String name = ServerSettings.name(command, frame.request());
    byte[] bytes = Arrays.copyOfRange(frame.bytes(), frame.start(), frame.start() + frame.length());
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
}
