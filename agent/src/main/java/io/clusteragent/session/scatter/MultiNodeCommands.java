package io.clusteragent.session.scatter;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.command.Command;
import io.clusteragent.command.KeyPositions;
import io.clusteragent.command.RequestPolicy;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.merge.ReplyAggregation;
import io.clusteragent.session.merge.ReplyMerger;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Sends commands that concern several nodes.
 *
 * <p>A command is split over the slots of its keys, or sent to all masters (and {@link OtherNodes}). All parts are written before any reply is read; the
 * last entry in the session's queue merges the replies.
 */
public final class MultiNodeCommands {
  private static final byte[] DBSIZE = Resp.command("DBSIZE");

  private final Session session;
  private final CommandSender sender;
  private final NodeRound.ReplyBarrier replyBarrier;
  private final ClusterScan scan;
  private final KeyPositions keys = new KeyPositions();
  private final CommandFrame part = new CommandFrame();
  private final ByteArrayBuilder partBytes = new ByteArrayBuilder();

  /** Made when it is needed: many classes delay a start. */
  private OtherNodes otherNodes;

  public MultiNodeCommands(
      Session session, CommandSender sender, NodeRound.ReplyBarrier replyBarrier) {
    this.session = session;
    this.sender = sender;
    this.replyBarrier = replyBarrier;
    this.scan = new ClusterScan(session, sender, replyBarrier);
  }

  // ---- by keys

  /**
   * Sends a command whose keys are in several slots as one command for each slot.
   *
   * <p>A server refuses keys of two slots even when it owns both.
   *
   * @return false when all keys are in one slot; then nothing was sent
   */
  public boolean split(Command command, Request request) {
    keys.clear();
    command.keys(request, keys);
    int step = command.keyStep();
    int count = keys.size();
    if (count < 2 || !command.splits()) {
      return false;
    }
    long[] bySlot = new long[count];
    boolean several = false;
    for (int i = 0; i < count; i++) {
      int slot = HashSlot.of(request, keys.get(i));
      bySlot[i] = (long) slot << 32 | i;
      several |= slot != (int) (bySlot[0] >> 32);
    }
    if (!several) {
      return false;
    }
    if (keys.get(count - 1) + step > request.count()) {
      sendForServerError(command, request, step);
      return true;
    }
    Arrays.sort(bySlot);
    int[] partOfKey = new int[count];
    ReplyAggregation aggregation =
        ReplyAggregation.allOrError(ReplyRules.byKeys(command, partOfKey), count);
    int parts = 0;
    for (int from = 0, to; from < count; from = to) {
      int slot = (int) (bySlot[from] >> 32);
      for (to = from; to < count && (int) (bySlot[to] >> 32) == slot; to++) {
        partOfKey[(int) bySlot[to]] = parts;
      }
      buildPart(request, bySlot, from, to, step);
      part.describePart(command).place(partBytes.bytes(), 0, partBytes.size());
      sendPart(aggregation, sender.connectionFor(command, slot), part, slot);
      parts++;
    }
    sender.merge(aggregation);
    return true;
  }

  /**
   * Sends a command in which arguments are missing behind the last key, so that a server replies with its own error.
   *
   * <p>The error's text depends on the server's version; a server replies with it whatever the slots are. The server gets the
   * first key twice, the second time with the arguments that follow the last key.
   */
  private void sendForServerError(Command command, Request request, int step) {
    int key = keys.get(0);
    int rest = request.count() - keys.get(keys.size() - 1);
    partBytes.clear();
    partBytes.appendHead('*', key + step + rest);
    copy(request, 0, key + step);
    copy(request, key, key + rest);
    int slot = HashSlot.of(request, key);
    NodeConnection connection = sender.connectionFor(command, slot);
    part.describePart(command).place(partBytes.bytes(), 0, partBytes.size());
    sender.send(connection, part, slot);
  }

  /**
   * Builds one part: the arguments before the first key, this part's keys with the arguments that follow each, and the
   * arguments behind the last key.
   */
  private void buildPart(Request request, long[] bySlot, int from, int to, int step) {
    int firstKey = keys.get(0);
    int behind = keys.get(keys.size() - 1) + step;
    partBytes.clear();
    partBytes.appendHead('*', firstKey + (to - from) * step + request.count() - behind);
    copy(request, 0, firstKey);
    for (int i = from; i < to; i++) {
      int key = keys.get((int) bySlot[i]);
      copy(request, key, key + step);
    }
    copy(request, behind, request.count());
  }

  private void copy(Request request, int from, int to) {
    partBytes.append(request.bytes(), request.start(from), request.start(to) - request.start(from));
  }

  // ---- to all masters, and perhaps further nodes

  public void toAllMasters(CommandFrame frame) throws IOException {
    Command command = frame.command();
    Request request = frame.request();
    frame.joinOthers();
    Collection<Node> masters = session.map().masters();
    if (session.map().covered() < HashSlot.COUNT) {
      session.cluster().requestRefresh();
      sender.answer(
          SlotSurvey.notCovered(command, HashSlot.COUNT - session.map().covered()));
      return;
    }
    switch (command.name()) {
      case "SCAN":
        if (request.count() > 1) {
          scan.run(command, request);
        } else {
          sender.send(session.connections.entry(), frame, -1);
        }
        return;
      case "BLESS|SCAN":
        sender.refuse(
            "ERR BLESS SCAN is not possible on a cluster, where its cursor belongs to one node; use SCAN, and BLESS GET for"
                + " each key");
        return;
      case "WAIT":
      case "WAITAOF":
        toUsedNodes(frame);
        return;
      case "CLIENT|KILL":
        if (namesId(request)) {
          sender.send(session.connections.entry(), frame, -1);
          return;
        }
        break;
      default:
    }
    boolean toEntryNode = command.requestPolicy() == RequestPolicy.ALL_SHARDS_AND_ENTRY
        && otherNodes().entryIsApart(command, masters);
    if (command.name().equals("SCRIPT|FLUSH")) {
      session.context().scripts().forget();
    }
    ReplyAggregation aggregation = ReplyRules.ofNodes(command);
    for (Node master : masters) {
      NodeConnection connection = session.connections.tryTake(master);
      if (command.name().equals("RANDOMKEY")) {
        sendPart(
            aggregation,
            connection,
            part.describePart(command).place(DBSIZE, 0, DBSIZE.length),
            -1);
      }
      sendPart(aggregation, connection, frame, -1);
    }
    if (toEntryNode) {
      sendPart(aggregation, session.connections.entry(), frame, -1);
    }
    sender.merge(aggregation);
    if (command.requestPolicy() == RequestPolicy.ALL_NODES) {
      otherNodes().follow(frame, aggregation, masters);
    }
  }

  private OtherNodes otherNodes() {
    if (otherNodes == null) {
      otherNodes = new OtherNodes(session, sender, replyBarrier);
    }
    return otherNodes;
  }

  /**
   * Whether CLIENT KILL names a client by its id.
   *
   * <p>The id comes from CLIENT ID or CLIENT LIST, which the entry node answers; on every other node it belongs to another
   * client.
   */
  private static boolean namesId(Request request) {
    for (int i = 2; i + 1 < request.count(); i += 2) {
      if (request.is(i, "ID")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Sends WAIT or WAITAOF to the connections that the session used last, because it concerns the writes of one connection.
   *
   * <p>A connection that is closed, or that another session holds, counts as not acknowledged. A node that has become a replica
   * does not count.
   */
  private void toUsedNodes(CommandFrame frame) throws IOException {
    boolean aof = frame.command().name().equals("WAITAOF");
    ReplyAggregation aggregation = ReplyAggregation.includingErrors(
        ReplyMerger.ofMasters(aof ? ReplyMerger.LEAST_OF_EACH : ReplyMerger.MINIMUM));
    // Not a connection that replaces an ended one: there the server would count replicas that lack
    // the writes.
    sendPart(aggregation, session.entryConnection(), frame, -1);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(session.deadlineMillis());
    for (NodeConnection connection : session.connections.lastUsed()) {
      if (session.connections.retake(connection, deadline)) {
        sendPart(aggregation, connection, frame, -1);
      } else {
        byte[] noReplica = Resp.ascii(aof ? "*2\r\n:0\r\n:0\r\n" : ":0\r\n");
        sendPart(aggregation, null, frame, -1).answer(noReplica);
      }
    }
    sender.merge(aggregation);
  }

  private PendingCommand sendPart(
      ReplyAggregation aggregation, NodeConnection connection, CommandFrame frame, int slot) {
    PendingCommand pending = sender.send(connection, frame, slot);
    pending.becomePartOf(aggregation);
    return pending;
  }
}
