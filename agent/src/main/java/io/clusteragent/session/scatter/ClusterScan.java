package io.clusteragent.session.scatter;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.command.Command;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.scan.ScanCursor;
import io.clusteragent.session.scan.ScanMemory;
import io.clusteragent.session.scan.ScanPass;
import io.clusteragent.session.scan.ScanPosition;
import io.clusteragent.session.scan.SlotSnapshot;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Runs SCAN over the whole cluster.
 *
 * <p>It walks one master after the other, in the order of their slots. A call does the work that COUNT asks for, as on one
 * server. When a master has returned its last key, the call continues with the next masters, several at once. At the end of the
 * walk the masters are asked whether they still serve the slots that they served at its beginning. The next pass walks the
 * slots that moved.
 */
final class ClusterScan {
  /**
   * After so many passes a scan ends with an error, so that slots that move faster than they are walked do not keep it going
   * endlessly.
   */
  private static final int MAX_PASSES = 64;

  private static final String INVALID = "ERR invalid cursor"; // the text of a real server

  private final Session session;
  private final CommandSender sender;
  private final NodeRound.ReplyBarrier replyBarrier;
  private final SlotSurvey survey;

  /**
   * @param replyBarrier reads the replies to all commands that were sent
   */
  ClusterScan(Session session, CommandSender sender, NodeRound.ReplyBarrier replyBarrier) {
    this.session = session;
    this.sender = sender;
    this.replyBarrier = replyBarrier;
    this.survey = new SlotSurvey(session, sender, replyBarrier);
  }

  /** Runs the command and replies to it, before any later command of the pipeline is sent. */
  void run(Command command, Request request) {
    ScanRequest scan = new ScanRequest(request);
    try {
      replyBarrier.await();
      sender.answer(reply(command, scan));
    } catch (NodeErrorException e) {
      sender.answer(e.reply());
    } catch (IOException e) {
      sender.fail(e);
    }
  }

  private byte[] reply(Command command, ScanRequest scan) throws IOException, NodeErrorException {
    ScanPage page = new ScanPage();
    ScanPosition at = walk(command, scan, start(command, scan), page);
    return page.reply(at == null ? 0 : session.context().scans().cursorFor(at, largestCursor()));
  }

  private long largestCursor() {
    return session.identity().dialer().parsesCursorsAsInt() ? ScanMemory.MAX_INT : Long.MAX_VALUE;
  }

  // ---- where to begin

  private ScanPosition start(Command command, ScanRequest scan)
      throws IOException, NodeErrorException {
    ScanMemory memory = session.context().scans();
    long cursor = scan.cursor();
    if (cursor == 0) {
      return new ScanPosition(memory.firstPass(survey.recent(scan.wanted(), command)), 0, 0);
    }
    if (ScanMemory.mayBeRemembered(cursor)) {
      ScanPosition position = memory.position(cursor);
      if (position == null) {
        throw refusal(
            "ERR invalid cursor: this process does not know it: another process issued it, or"
                + " it is too old; begin again with 0");
      }
      return position;
    }
    if (!ScanCursor.isValid(cursor)) {
      throw refusal(INVALID);
    }
    ScanPass pass = memory.firstPass(scan.wanted(), ScanCursor.fingerprint(cursor));
    if (pass == null) {
      SlotSnapshot now = survey.now(scan.wanted(), command);
      boolean same = ScanCursor.fingerprint(now) == ScanCursor.fingerprint(cursor);
      if (!same && scan.wanted().cardinality() == 1) {
        return new ScanPosition(memory.firstPass(now), 0, 0); // only this slot begins again
      }
      if (!same) {
        throw refusal("ERR invalid cursor: slots moved, or a node was replaced, since another"
            + " process issued it; begin again with 0");
      }
      pass = memory.firstPass(now);
    }
    if (ScanCursor.visit(cursor) >= pass.visits().size()) {
      throw refusal(INVALID);
    }
    return new ScanPosition(pass, ScanCursor.visit(cursor), ScanCursor.position(cursor));
  }

  private static NodeErrorException refusal(String error) {
    return new NodeErrorException(Resp.error(error));
  }

  // ---- going on

  /** Continues the walk until the call's work is done; returns {@code null} at the end of the walk. */
  private ScanPosition walk(Command command, ScanRequest scan, ScanPosition from, ScanPage page)
      throws IOException, NodeErrorException {
    ScanPosition at = from;
    int parallel = 1;
    while (true) {
      if (at.atEnd()) {
        at = nextPass(command, at);
        parallel = 1;
        if (at == null) {
          return null;
        }
      }
      if (page.keysSeen() > 0 && page.keysSeen() >= scan.count()) {
        return at;
      }
      Batch batch = new Batch(new NodeRound(session, sender, command), at, parallel);
      send(batch, scan, page);
      at = read(batch, scan, page);
      if (at.cursor != 0) {
        return at;
      }
      parallel *= 2;
    }
  }

  private ScanPosition nextPass(Command command, ScanPosition at)
      throws IOException, NodeErrorException {
    ScanPass next = at.pass.next(survey.now(at.pass.start().wanted(), command), at.missed);
    if (next == null) {
      return null;
    }
    if (next.number() > MAX_PASSES) {
      throw refusal(
          "TRYAGAIN the cluster's slots move faster than SCAN can follow; begin again with 0");
    }
    return new ScanPosition(next, 0, 0);
  }

  /**
   * Sends SCAN to the nodes of a batch at once, each with all the work that is left: how much of it the earlier nodes do is not
   * known yet.
   */
  private void send(Batch batch, ScanRequest scan, ScanPage page) throws IOException {
    ScanPosition from = batch.from;
    List<ScanPass.Visit> visits = from.pass.visits();
    Set<Node> masters = session.cluster().slots().masters();
    for (int i = from.visit; i < batch.end; i++) {
      ScanPass.Visit visit = visits.get(i);
      if (isUnchanged(visit, masters)) {
        long cursor = i == from.visit ? from.cursor : 0;
        batch.round.send(
            visit.member.node,
            visit.slots.nextSetBit(0),
            scan.command(cursor, scan.count() - page.keysSeen()));
        batch.sent[i - from.visit] = true;
      }
    }
    replyBarrier.await();
  }

  /** Adds the replies of a batch to the page, until the call's work is done; returns the position behind them. */
  private static ScanPosition read(Batch batch, ScanRequest scan, ScanPage page)
      throws IOException, NodeErrorException {
    NodeRound round = batch.round;
    ScanPosition from = batch.from;
    ScanPosition at = from;
    int reply = 0;
    while (at.visit < batch.end && (at == from || at.cursor == 0)) {
      if (at != from && page.keysSeen() > 0 && page.keysSeen() >= scan.count()) {
        break;
      }
      ScanPass.Visit visit = at.next();
      boolean answered = batch.sent[at.visit - from.visit];
      if (answered && round.replies().isError(reply)) {
        throw new NodeErrorException(round.replies().copy(reply));
      }
      if (answered && round.node(reply) == visit.member.node) {
        at = at.withCursor(page.add(round.replies(), reply, visit.filters ? visit.slots : null));
      } else {
        at = at.skipVisit();
      }
      reply += answered ? 1 : 0;
    }
    return at;
  }

  /** The visits of a pass whose nodes get SCAN at once. */
  private static final class Batch {
    final NodeRound round;
    final ScanPosition from;

    /** The index of the visit behind the last one. */
    final int end;

    /** For each visit, whether its node got SCAN. */
    final boolean[] sent;

    Batch(NodeRound round, ScanPosition from, int parallel) {
      this.round = round;
      this.from = from;
      this.end = end(from, parallel);
      this.sent = new boolean[end - from.visit];
    }

    private static int end(ScanPosition from, int parallel) {
      List<ScanPass.Visit> visits = from.pass.visits();
      int end = Math.min(visits.size(), from.visit + parallel);
      for (int i = from.visit + 1; i < end; i++) {
        if (visits.get(i).second && !visits.get(i - 1).second) {
          // A key that left its first node before the walk reached that node is on the second
          // node only from then on.
          return i;
        }
      }
      return end;
    }
  }

  /**
   * Whether the node is the one of the snapshot.
   *
   * <p>A master that lost its slots has no keys to return; the end of the pass finds their new owner.
   */
  private static boolean isUnchanged(ScanPass.Visit visit, Set<Node> masters) {
    SlotSnapshot.Member member = visit.member;
    boolean same = member.node.id().isEmpty() || member.node.id().equals(member.id);
    return same && (visit.second || masters.contains(member.node));
  }
}
