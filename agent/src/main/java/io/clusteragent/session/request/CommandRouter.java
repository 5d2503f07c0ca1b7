package io.clusteragent.session.request;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.command.Command;
import io.clusteragent.command.RequestPolicy;
import io.clusteragent.session.scatter.MultiNodeCommands;
import io.clusteragent.session.scatter.NodeRound;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/** Sends one command to the nodes that it concerns. */
final class CommandRouter {
  private final Session session;
  private final CommandSender sender;
  private final NodeRound.ReplyBarrier replyBarrier;

  /** Made when it is needed: many classes delay a start. */
  private MultiNodeCommands multiNodeCommands;

  /**
   * @param replyBarrier reads the replies to all commands that were sent
   */
  CommandRouter(Session session, CommandSender sender, NodeRound.ReplyBarrier replyBarrier) {
    this.session = session;
    this.sender = sender;
    this.replyBarrier = replyBarrier;
  }

  /** Reads the replies to all commands that were sent, before the next is written. */
  void awaitReplies() throws IOException {
    replyBarrier.await();
  }

  /** Sends a command to the node of its key, to all nodes that it concerns, or to the entry node. */
  void send(CommandFrame frame, int key) throws IOException {
    Command command = frame.command();
    boolean severalNodes = command.requestPolicy() != RequestPolicy.DEFAULT;
    if (key < 0 && !severalNodes) {
      sender.send(session.connections.entry(), frame, -1);
    } else if (!session.inCluster()) {
      toEntryNode(frame);
    } else if (!severalNodes) {
      byKey(frame, key);
    } else if (key < 0) {
      multiNodeCommands().toAllMasters(frame);
    } else if (!multiNodeCommands().split(command, frame.request())) {
      byKey(frame, key);
    }
  }

  private MultiNodeCommands multiNodeCommands() {
    if (multiNodeCommands == null) {
      multiNodeCommands = new MultiNodeCommands(session, sender, replyBarrier);
    }
    return multiNodeCommands;
  }

  /** Sends a command to the entry node, which is not known to be part of a cluster. */
  void toEntryNode(CommandFrame frame) throws IOException {
    if (session.isPlain()) {
      session.writePlain(frame);
    } else {
      PendingCommand pending = sender.send(session.entryConnection(), frame, -1);
      pending.setPassedPlace(session.passed.record(frame.command().kind()));
    }
  }

  /** Sends a command to the node that owns its key's hash slot. */
  PendingCommand byKey(CommandFrame frame, int key) {
    int slot = HashSlot.of(frame.request(), key);
    return sender.send(sender.connectionFor(frame.command(), slot), frame, slot);
  }
}
