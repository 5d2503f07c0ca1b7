package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.session.scan.ScanMemory;
import io.clusteragent.session.scan.ScanPass;
import io.clusteragent.session.scan.ScanPosition;
import io.clusteragent.session.scan.SlotSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** SCAN over a cluster, also while the cluster changes. */
class ClusterScanTest extends ThreeNodes {
  private static final int MOST_CALLS = 1000;

  private final Set<String> keys = new TreeSet<>();

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      cluster.store.put("key" + i, "x");
      keys.add("key" + i);
    }
  }

  /** A SCAN from cursor 0 to its end. */
  private static final class FullScan {
    final List<String> seen = new ArrayList<>();
    String cursor = "0";
    int calls;

    /** Makes one call; returns {@code false} at the end. */
    boolean next(Application application, String options) throws IOException {
      assertTrue(calls++ < MOST_CALLS, "the scan does not end");
      String reply = application.call(("SCAN " + cursor + " " + options).strip());
      assertTrue(reply.startsWith("*2 $"), reply);
      String[] words = reply.split(" ");
      cursor = words[2];
      for (int i = 5; i < words.length; i += 2) {
        seen.add(words[i]);
      }
      return !cursor.equals("0");
    }

    FullScan toEnd(Application application, String options) throws IOException {
      while (next(application, options)) {}
      return this;
    }

    void assertReturnedOnce(Set<String> keys) {
      assertEquals(keys, new TreeSet<>(seen));
      assertEquals(keys.size(), seen.size(), "no key twice");
    }
  }

  private List<String> scansOf(FakeNode node) {
    return node.received().stream().filter(words -> words.startsWith("SCAN")).toList();
  }

  // ---- COUNT

  @Test
  void oneLargeCallReturnsAllKeysOfAllMasters() throws IOException {
    fill(100);
    FullScan scan = new FullScan().toEnd(application, "COUNT 1000");

    assertEquals(1, scan.calls);
    scan.assertReturnedOnce(keys);
    cluster.assertAllReleased();
  }

  /** Servers send CLUSTER NODES and INFO as verbatim strings, with a format in front of the first node's id. */
  @Test
  void aScanInResp3IsTheSame() throws IOException {
    fill(100);
    application.call("HELLO 3");
    for (String tag : List.of("a", "b", "c")) { // on one node each
      assertEquals(1, new FullScan().toEnd(application, "MATCH {" + tag + "}* COUNT 1000").calls);
    }
    new FullScan().toEnd(application, "COUNT 1000").assertReturnedOnce(keys);
  }

  @Test
  void aScanNeedsAboutAsManyCallsAsOnOneServer() throws IOException {
    fill(300);
    FullScan byTen = new FullScan().toEnd(application, "");
    FullScan byFifty = new FullScan().toEnd(application, "COUNT 50");

    byTen.assertReturnedOnce(keys);
    byFifty.assertReturnedOnce(keys);
    assertTrue(byTen.calls <= 31, byTen.calls + " calls");
    assertTrue(byFifty.calls <= 7, byFifty.calls + " calls");
  }

  @Test
  void aCallReturnsAboutAsManyKeysAsCountRequests() throws IOException {
    fill(300);
    FullScan scan = new FullScan();
    int before = 0;
    while (scan.next(application, "COUNT 20")) {
      int page = scan.seen.size() - before;
      before = scan.seen.size();
      assertTrue(page >= 20 && page < 40, page + " keys");
    }
  }

  /** COUNT bounds the work, not the keys: with a pattern that matches nothing, no call examines all keys. */
  @Test
  void aPatternThatMatchesNothingStopsEachCallAfterItsWork() throws IOException {
    fill(300);
    FullScan scan = new FullScan().toEnd(application, "MATCH nothing* COUNT 10");

    assertEquals(List.of(), scan.seen);
    assertTrue(scan.calls >= 27, scan.calls + " calls");
    assertTrue(scan.calls <= 30, scan.calls + " calls");
  }

  @Test
  void aPatternIsAppliedToAllMastersInOneCall() throws IOException {
    fill(100);
    cluster.store.put("other", "x");
    FullScan scan = new FullScan().toEnd(application, "MATCH oth* COUNT 1000");

    assertEquals(List.of("other"), scan.seen);
    assertEquals(1, scan.calls);
  }

  @Test
  void theNextMastersGetTheirCommandsAtTheSameTime() throws IOException {
    fill(30);
    application.call("SCAN 0 COUNT 1000");
    first.reset();
    third.reset();
    second.delayReplies(100);
    FullScan scan = new FullScan();
    scan.next(application, "COUNT 1000");
    scan.assertReturnedOnce(keys);
    assertEquals(1, scansOf(third).size());
  }

  @Test
  void anErrorOfAMasterIsTheErrorOfTheCall() throws IOException {
    assertEquals("-ERR syntax error", application.call("SCAN 0 COUNT 0"));
    second.replyTo("SCAN", "-NOPERM no scan here");

    assertEquals("-NOPERM no scan here", application.call("SCAN 0"));
    assertEquals("+PONG", application.call("PING"));
  }

  @Test
  void aScanKeepsItsPlaceInAPipeline() throws IOException {
    application.send("SET a 1", "SCAN 0 COUNT 100", "DEL a", "SCAN 0 COUNT 100", "PING");

    assertEquals("+OK", application.reply());
    assertEquals("*2 $1 0 *1 $1 a", application.reply());
    assertEquals(":1", application.reply());
    assertEquals("*2 $1 0 *0", application.reply());
    assertEquals("+PONG", application.reply());
  }

  // ---- cursors

  @Test
  void aScanReturnsEveryKeyWhicheverSessionContinues() throws IOException {
    fill(100);
    FullScan scan = new FullScan();
    boolean more = true;
    while (more) {
      try (Application another = cluster.connect(second)) {
        more = scan.next(another, "");
      }
    }
    scan.assertReturnedOnce(keys);
  }

  @Test
  void anotherProcessContinuesWhereThisOneStopped() throws IOException {
    fill(100);
    FullScan scan = new FullScan();
    scan.next(application, "COUNT 15");
    scan.next(application, "COUNT 15");
    try (Application elsewhere = cluster.connectFromAnotherProcess()) {
      scan.toEnd(elsewhere, "COUNT 15");
    }
    scan.assertReturnedOnce(keys);
  }

  @Test
  void anotherProcessRefusesACursorFromBeforeTheSlotsMoved() throws IOException {
    fill(100);
    FullScan scan = new FullScan();
    scan.next(application, "COUNT 15");
    cluster.move("key1", cluster.nodeAfterOwner("key1"));
    try (Application elsewhere = cluster.connectFromAnotherProcess()) {
      String reply = elsewhere.call("SCAN " + scan.cursor);
      assertTrue(reply.startsWith("-ERR invalid cursor: slots moved"), reply);
    }
    scan.toEnd(application, "COUNT 15");
    assertEquals(keys, new TreeSet<>(scan.seen), "this one knows how it was");
  }

  @Test
  void aCursorThatWasNeverReturnedIsRefused() throws IOException {
    for (String cursor :
        List.of("x", "-1", "17", "4711", "99999999999999999999", "18446744073709551615")) {
      assertEquals("-ERR invalid cursor", application.call("SCAN " + cursor), cursor);
    }
  }

  @Test
  void anUnknownRememberedCursorIsRefused() throws IOException {
    String reply = application.call("SCAN " + ScanMemory.MAX_INT);
    assertTrue(reply.startsWith("-ERR invalid cursor: this process does not know it"), reply);
  }

  @Test
  void aClientThatParsesAnIntGetsNoLargerCursor() throws IOException {
    fill(300);
    cluster.parseCursorsAsInt(true);
    try (Application old = cluster.connect(first)) {
      FullScan scan = new FullScan();
      while (scan.next(old, "")) {
        assertTrue(Long.parseLong(scan.cursor) <= Integer.MAX_VALUE, scan.cursor);
      }
      scan.assertReturnedOnce(keys);
    }
  }

  @Test
  void theOldestRememberedCursorIsForgottenFirst() throws IOException {
    fill(30);
    cluster.parseCursorsAsInt(true);
    try (Application old = cluster.connect(first)) {
      String oldest = cursorOf(old.call("SCAN 0 COUNT 1"));
      String next = cursorOf(old.call("SCAN 0 COUNT 1"));
      assertNotEquals(oldest, next);
      ScanMemory memory = new ScanMemory();
      ScanPosition position = new ScanPosition(
          new ScanPass(new SlotSnapshot(new java.util.BitSet(), List.of(), id -> null)), 0, 1);
      long given = memory.cursorFor(position, ScanMemory.MAX_INT);
      for (int i = 1; i < ScanMemory.CURSORS; i++) {
        memory.cursorFor(position, ScanMemory.MAX_INT);
      }
      assertEquals(position, memory.position(given));
      memory.cursorFor(position, ScanMemory.MAX_INT);
      assertEquals(null, memory.position(given));
    }
  }

  private static String cursorOf(String reply) {
    return reply.split(" ")[2];
  }

  // ---- one slot

  @Test
  void aScanForKeysOfOneSlotUsesOneNode() throws IOException {
    application.call("SCAN 0 MATCH {a}*");

    assertEquals(1, scansOf(third).size());
    assertEquals(List.of(), first.received());
    assertEquals(List.of(), second.received());
  }

  @Test
  void aSlotThatMovesIsScannedToItsEnd() throws IOException {
    for (int i = 0; i < 30; i++) {
      cluster.store.put("{a}" + i, "x");
      keys.add("{a}" + i);
    }
    FullScan scan = new FullScan();
    scan.next(application, "MATCH {a}* COUNT 10");
    cluster.move("a", first);
    scan.toEnd(application, "MATCH {a}* COUNT 10");

    assertEquals(keys, new TreeSet<>(scan.seen));
  }

  // ---- slots that move

  /** The slot moves from a master that is still to be scanned to one that was scanned already. */
  @Test
  void aSlotThatMovesBackwardsIsNotLeftOut() throws IOException {
    fill(300);
    FullScan scan = new FullScan();
    while (scan.next(application, "COUNT 10") && scansOf(second).isEmpty()) {}
    keys.stream()
        .filter(key -> cluster.owner(key) == third)
        .limit(40)
        .toList()
        .forEach(key -> cluster.move(key, first));
    scan.toEnd(application, "COUNT 10");

    assertEquals(keys, new TreeSet<>(scan.seen));
  }

  @Test
  void aSlotThatIsHalfMovedForLongIsNotLeftOut() throws IOException {
    fill(100);
    for (int i = 0; i < 50; i++) {
      cluster.store.put("{a}" + i, "x");
      keys.add("{a}" + i);
    }
    FullScan scan = new FullScan();
    while (scan.next(application, "COUNT 10") && scansOf(second).isEmpty()) {}
    cluster.beginMigration("a", first);
    for (int i = 0; i < 50; i += 2) {
      cluster.moveKey("{a}" + i);
    }
    scan.toEnd(application, "COUNT 10");

    assertEquals(keys, new TreeSet<>(scan.seen));
  }

  @Test
  void aSlotThatLeavesAndComesBackIsNotLeftOut() throws IOException {
    for (int i = 0; i < 50; i++) {
      cluster.store.put("{b}" + i, "x");
      keys.add("{b}" + i);
    }
    cluster.store.put("{c}", "x");
    keys.add("{c}");
    FullScan scan = new FullScan();
    scan.next(application, "COUNT 10");
    cluster.move("b", second);
    scan.next(application, "COUNT 1");
    cluster.move("b", first);
    scan.toEnd(application, "COUNT 10");

    assertEquals(keys, new TreeSet<>(scan.seen));
  }

  @Test
  void aRestartedMasterIsScannedAgain() throws IOException {
    fill(100);
    FullScan scan = new FullScan();
    scan.next(application, "COUNT 15");
    first.restart();
    try (Application again = cluster.connect(second)) {
      scan.toEnd(again, "COUNT 15");
    }

    assertEquals(keys, new TreeSet<>(scan.seen));
  }

  @Test
  void aUserWithoutTheRightToClusterNodesUsesClusterSlots() throws IOException {
    fill(300);
    for (FakeNode node : cluster.nodes) {
      for (int i = 0; i < 10; i++) {
        node.replyTo("CLUSTER NODES", "-NOPERM no permissions to run the 'cluster|nodes' command");
      }
    }
    FullScan scan = new FullScan();
    while (scan.next(application, "COUNT 10") && scansOf(second).isEmpty()) {}
    keys.stream()
        .filter(key -> cluster.owner(key) == third)
        .limit(40)
        .toList()
        .forEach(key -> cluster.move(key, first));
    scan.toEnd(application, "COUNT 10");

    assertEquals(keys, new TreeSet<>(scan.seen));
  }
}
