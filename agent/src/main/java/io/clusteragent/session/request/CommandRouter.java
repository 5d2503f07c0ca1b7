package io.clusteragent.session.request;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.command.Command;
import io.clusteragent.command.RequestPolicy;
import io.clusteragent.protocol.Request;
import io.clusteragent.session.scatter.MultiNodeCommands;
import io.clusteragent.session.scatter.NodeRound;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/** Sends one command to the nodes that it concerns. */
final class CommandRouter {
  private final Session session;
  private final CommandSender outbox;
  private final MultiNodeCommands scatter;
  private final NodeRound.Settlement parking;

  /**
   * @param parking makes the outcome of all commands so far known
   */
  CommandRouter(Session session, CommandSender outbox, NodeRound.Settlement parking) {
    this.session = session;
    this.outbox = outbox;
    this.scatter = new MultiNodeCommands(session, outbox, parking);
    this.parking = parking;
  }

  /** Makes the outcome of all commands so far known, before the next is written. */
  void park() throws IOException {
    parking.await();
  }

  /** Sends a command to the node of its key, to all nodes that it concerns, or to the application's own. */
  void send(
      Command command, Request request, int key, byte[] bytes, int from, int length, boolean alone)
      throws IOException {
    boolean severalNodes = command.requestPolicy() != RequestPolicy.DEFAULT;
    if (key < 0 && !severalNodes) {
      outbox.send(session.own(), command, -1, bytes, from, length, alone);
    } else if (!session.inCluster()) {
      toEntryNode(command, bytes, from, length, alone);
    } else if (!severalNodes) {
      byKey(command, request, key, bytes, from, length, alone);
    } else if (key < 0) {
      scatter.toAllMasters(command, request, bytes, from, length);
    } else if (!scatter.split(command, request)) {
      byKey(command, request, key, bytes, from, length, alone);
    }
  }

  /** The server is no cluster node, or its nature is unknown. */
  void toEntryNode(Command command, byte[] bytes, int from, int length, boolean alone)
      throws IOException {
    if (session.isPlain()) {
      session.writePlain(bytes, from, length);
    } else {
      PendingCommand pending = outbox.send(session.own(), command, -1, bytes, from, length, alone);
      pending.passed = session.passed.note(command.kind());
    }
  }

  /** Sends a command to the node that owns its key's hash slot. */
  PendingCommand byKey(
      Command command,
      Request request,
      int key,
      byte[] bytes,
      int from,
      int length,
      boolean alone) {
    int slot = HashSlot.of(request, key);
    return outbox.send(
        outbox.connectionFor(command, slot), command, slot, bytes, from, length, alone);
  }
}
