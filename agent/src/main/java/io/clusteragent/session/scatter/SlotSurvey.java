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

/** Finds out from all masters at once which hash slots they serve. */
final class SlotSurvey {

  /** Errors of a temporary state, in which a node does not run SCAN either. */
  private static final List<String> TEMPORARY_ERRORS =
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

  /** Returns the state of some slots, at most a second old. */
  SlotSnapshot recent(BitSet wanted, Command command) throws IOException, NodeErrorException {
    SlotSnapshot fresh = session.context().scans().fresh(wanted, source);
    return fresh == null ? now(wanted, command) : fresh;
  }

  /**
   * Returns the current state of some slots, each with a master.
   *
   * <p>It waits for slots that no master claims, within the application's deadline. While a slot moves, no master claims it
   * when the new owner replied before it took over, and the old owner after that.
   */
  SlotSnapshot now(BitSet wanted, Command command) throws IOException, NodeErrorException {
    Backoff backoff = new Backoff();
    backoff.start(session.deadlineMillis());
    while (true) {
      List<SlotClaims> claims = queryClaims(wanted, command);
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

  /** Gets the claims of the masters; {@code null} when one of them does not reply to this source's commands. */
  private List<SlotClaims> queryClaims(BitSet wanted, Command command)
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
        if (TEMPORARY_ERRORS.contains(((ErrorReply) reply).code())) {
          throw new NodeErrorException(round.replies().copy(i));
        }
        return null;
      }
      Node node = round.node(i);
      if (node == null || round.node(i + each - 1) != node) {
        continue; // another node has just taken its place
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

  /** Returns the owners of the slots, each with one of its slots. */
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

  /**
   * Finds a node that imports one of these slots and is not a master of any. It gets credentials as the target of an ASK does.
   */
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
