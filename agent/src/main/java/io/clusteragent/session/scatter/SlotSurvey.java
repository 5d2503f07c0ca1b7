package io.clusteragent.session.scatter;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.ClusterNodes;
import io.clusteragent.cluster.topology.SlotClaims;
import io.clusteragent.cluster.topology.SlotMap;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.command.Command;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.recovery.Backoff;
import io.clusteragent.session.scan.SlotSnapshot;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the masters, all at once, which hash slots they serve. */
final class SlotSurvey {

  /** A node in one of these states runs no SCAN either. */
  private static final List<String> PASSING =
      Arrays.asList("LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "NOAUTH", "TRYAGAIN");

  private final Session session;
  private final CommandSender sender;
  private final NodeRound.ReplyBarrier replyBarrier;
  private SlotSnapshot.Source source = SlotSnapshot.Source.NODES;

  SlotSurvey(Session session, CommandSender sender, NodeRound.ReplyBarrier replyBarrier) {
    this.session = session;
    this.sender = sender;
    this.replyBarrier = replyBarrier;
  }

  /** The state of some slots, now or at most a second ago. */
  SlotSnapshot recent(BitSet wanted, Command command) throws IOException, NodeErrorException {
    SlotSnapshot fresh = session.context().scans().fresh(wanted, source);
    return fresh == null ? now(wanted, command) : fresh;
  }

  /**
   * The state of some slots now, each with a master. Slots that no master claims are waited for, within the application's deadline: a slot that moves
   * is claimed by nobody when its new owner was asked before it took over, and its old one after that.
   */
  SlotSnapshot now(BitSet wanted, Command command) throws IOException, NodeErrorException {
    Backoff backoff = new Backoff();
    backoff.start(session.deadlineMillis());
    while (true) {
      List<SlotClaims> claims = ask(wanted, command);
      if (claims == null) {
        source = source == SlotSnapshot.Source.NODES
            ? SlotSnapshot.Source.SLOTS
            : SlotSnapshot.Source.SLOT_MAP;
        continue;
      }
      SlotSnapshot snapshot = new SlotSnapshot(wanted, claims, id -> node(id, claims, backoff));
      if (snapshot.unclaimed() == 0) {
        session.context().scans().rememberSnapshot(snapshot, source);
        return snapshot;
      }
      session.cluster().requestRefresh();
      if (!backoff.pause()) {
        throw new NodeErrorException(notCovered(command, snapshot.unclaimed()));
      }
    }
  }

  /** What the masters say; {@code null} when one of them does not say it by these source. */
  private List<SlotClaims> ask(BitSet wanted, Command command)
      throws IOException, NodeErrorException {
    Map<Node, Integer> masters = masters(wanted);
    List<SlotClaims> claims = new ArrayList<>();
    if (source == SlotSnapshot.Source.SLOT_MAP) {
      for (Node master : masters.keySet()) {
        claims.add(SlotClaims.of(master, session.cluster().slots()));
      }
      return claims;
    }
    NodeRound round = new NodeRound(session, sender, command);
    int each = source == SlotSnapshot.Source.NODES ? 2 : 1;
    for (Map.Entry<Node, Integer> master : masters.entrySet()) {
      Node node = master.getKey();
      if (source == SlotSnapshot.Source.NODES) {
        round.send(node, master.getValue(), ClusterNodes.REQUEST);
        round.send(node, master.getValue(), SlotClaims.PROCESS_REQUEST);
      } else {
        round.send(node, master.getValue(), Topology.REQUEST);
      }
    }
    replyBarrier.await();
    for (int i = 0; i < round.replies().count(); i += each) {
      Object reply = round.parsed(i);
      if (reply instanceof ErrorReply) {
        if (PASSING.contains(((ErrorReply) reply).code())) {
          throw new NodeErrorException(round.replies().copy(i));
        }
        return null;
      }
      Node node = round.node(i);
      if (node == null || round.node(i + each - 1) != node) {
        continue; // another took its place just now
      }
      SlotClaims claim = source == SlotSnapshot.Source.NODES
          ? SlotClaims.of(node, reply, round.parsed(i + 1))
          : SlotClaims.of(node, reply);
      if (claim == null) {
        return null;
      }
      claims.add(claim);
    }
    return claims;
  }

  /** The owners of the slots, each with one of them. */
  private Map<Node, Integer> masters(BitSet wanted) {
    SlotMap map = session.cluster().slots();
    Map<Node, Integer> masters = new LinkedHashMap<>();
    for (int slot = wanted.nextSetBit(0); slot >= 0; slot = wanted.nextSetBit(slot + 1)) {
      Node owner = map.owner(slot);
      if (owner != null) {
        masters.putIfAbsent(owner, slot);
      }
    }
    return masters;
  }

  /** A node that is no master of these slots yet, and imports one. Credentials go to it as to the target of an ASK. */
  private Node node(String id, List<SlotClaims> claims, Backoff backoff) {
    for (Node known : session.cluster().members()) {
      if (known.id().equals(id)) {
        return known;
      }
    }
    for (SlotClaims claim : claims) {
      NodeAddress address = claim.address(id);
      if (address == null) {
        continue;
      }
      boolean trusted = !session.identity().carriesCredentials()
          || session.cluster().verifyTarget(address, claim.node(), backoff.leftMillis());
      if (trusted) {
        return session.cluster().node(address);
      }
    }
    return null;
  }

  static byte[] notCovered(Command command, int slots) {
    return Resp.error("CLUSTERDOWN " + command.name() + " concerns all hash slots, and for " + slots
        + " of them no node is known");
  }
}
