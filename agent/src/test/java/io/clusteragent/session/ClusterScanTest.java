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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SCAN over a cluster, and what happens to it while the cluster changes. */
class ClusterScanTest {
  private static final int MOST_CALLS = 1000;

  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode second;
  private FakeNode third;
  private Application application;
  private final Set<String> keys = new TreeSet<>();

  @BeforeEach
  void start() {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
    application = cluster.connect(first);
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      cluster.store.put("key" + i, "x");
      keys.add("key" + i);
    }
  }

  /** A walk that is under way. */
  private static final class Walk {
    final List<String> seen = new ArrayList<>();
    String cursor = "0";
    int calls;

    /** Makes a call; false at the end. */
    boolean goOn(Application application, String options) throws IOException {
      assertTrue(calls++ < MOST_CALLS, "the walk does not end");
      String reply = application.ask(("SCAN " + cursor + " " + options).strip());
      assertTrue(reply.startsWith("*2 $"), reply);
      String[] words = reply.split(" ");
      cursor = words[2];
      for (int i = 5; i < words.length; i += 2) {
        seen.add(words[i]);
      }
      return !cursor.equals("0");
    }

    Walk toTheEnd(Application application, String options) throws IOException {
      while (goOn(application, options)) {}
      return this;
    }

    void assertSawOnce(Set<String> keys) {
      assertEquals(keys, new TreeSet<>(seen));
      assertEquals(keys.size(), seen.size(), "none twice");
    }
  }

  private List<String> scansOf(FakeNode node) {
    return node.received().stream().filter(words -> words.startsWith("SCAN")).toList();
  }

  // ---- COUNT

  @Test
  void oneLargeCallGivesAllKeysOfAllMasters() throws IOException {
    fill(100);
    Walk walk = new Walk().toTheEnd(application, "COUNT 1000");

    assertEquals(1, walk.calls);
    walk.assertSawOnce(keys);
    cluster.assertAllGivenBack();
  }

  /** Servers send CLUSTER NODES and INFO as verbatim strings, with a format in front of the first node's id. */
  @Test
  void aWalkInResp3IsTheSame() throws IOException {
    fill(100);
    application.ask("HELLO 3");
    for (String tag : List.of("a", "b", "c")) { // on one node each
      assertEquals(1, new Walk().toTheEnd(application, "MATCH {" + tag + "}* COUNT 1000").calls);
    }
    new Walk().toTheEnd(application, "COUNT 1000").assertSawOnce(keys);
  }

  @Test
  void aWalkNeedsAboutAsManyCallsAsOnOneServer() throws IOException {
    fill(300);
    Walk byTen = new Walk().toTheEnd(application, "");
    Walk byFifty = new Walk().toTheEnd(application, "COUNT 50");

    byTen.assertSawOnce(keys);
    byFifty.assertSawOnce(keys);
    assertTrue(byTen.calls <= 31, byTen.calls + " calls");
    assertTrue(byFifty.calls <= 7, byFifty.calls + " calls");
  }

  @Test
  void aCallGivesAboutAsManyKeysAsCountSays() throws IOException {
    fill(300);
    Walk walk = new Walk();
    int before = 0;
    while (walk.goOn(application, "COUNT 20")) {
      int page = walk.seen.size() - before;
      before = walk.seen.size();
      assertTrue(page >= 20 && page < 40, page + " keys");
    }
  }

  /** COUNT is work, not keys: a filter that lets nothing through makes no call look at everything. */
  @Test
  void aPatternThatMatchesNothingStopsEachCallAfterItsWork() throws IOException {
    fill(300);
    Walk walk = new Walk().toTheEnd(application, "MATCH nothing* COUNT 10");

    assertEquals(List.of(), walk.seen);
    assertTrue(walk.calls >= 27, walk.calls + " calls");
    assertTrue(walk.calls <= 30, walk.calls + " calls");
  }

  @Test
  void aPatternIsAppliedToAllMastersInOneCall() throws IOException {
    fill(100);
    cluster.store.put("other", "x");
    Walk walk = new Walk().toTheEnd(application, "MATCH oth* COUNT 1000");

    assertEquals(List.of("other"), walk.seen);
    assertEquals(1, walk.calls);
  }

  @Test
  void theNextMastersAreAskedAtOnce() throws IOException {
    fill(30);
    application.ask("SCAN 0 COUNT 1000");
    first.forget();
    third.forget();
    second.far(100);
    Walk walk = new Walk();
    walk.goOn(application, "COUNT 1000");
    walk.assertSawOnce(keys);
    assertEquals(1, scansOf(third).size());
  }

  @Test
  void anErrorOfAMasterIsTheErrorOfTheCall() throws IOException {
    assertEquals("-ERR syntax error", application.ask("SCAN 0 COUNT 0"));
    second.answer("SCAN", "-NOPERM no scan here");

    assertEquals("-NOPERM no scan here", application.ask("SCAN 0"));
    assertEquals("+PONG", application.ask("PING"));
  }

  @Test
  void aScanKeepsItsPlaceInAPipeline() throws IOException {
    application.say("SET a 1", "SCAN 0 COUNT 100", "DEL a", "SCAN 0 COUNT 100", "PING");

    assertEquals("+OK", application.reply());
    assertEquals("*2 $1 0 *1 $1 a", application.reply());
    assertEquals(":1", application.reply());
    assertEquals("*2 $1 0 *0", application.reply());
    assertEquals("+PONG", application.reply());
  }

  // ---- cursors

  @Test
  void aScanSeesEveryKeyWhicheverSessionGoesOn() throws IOException {
    fill(100);
    Walk walk = new Walk();
    boolean more = true;
    while (more) {
      try (Application another = cluster.connect(second)) {
        more = walk.goOn(another, "");
      }
    }
    walk.assertSawOnce(keys);
  }

  @Test
  void anotherProcessGoesOnWhereThisOneStopped() throws IOException {
    fill(100);
    Walk walk = new Walk();
    walk.goOn(application, "COUNT 15");
    walk.goOn(application, "COUNT 15");
    try (Application elsewhere = cluster.connectFromAnotherProcess()) {
      walk.toTheEnd(elsewhere, "COUNT 15");
    }
    walk.assertSawOnce(keys);
  }

  @Test
  void anotherProcessRefusesACursorFromBeforeTheSlotsMoved() throws IOException {
    fill(100);
    Walk walk = new Walk();
    walk.goOn(application, "COUNT 15");
    cluster.move("key1", cluster.next("key1"));
    try (Application elsewhere = cluster.connectFromAnotherProcess()) {
      String reply = elsewhere.ask("SCAN " + walk.cursor);
      assertTrue(reply.startsWith("-ERR invalid cursor: slots moved"), reply);
    }
    walk.toTheEnd(application, "COUNT 15");
    assertEquals(keys, new TreeSet<>(walk.seen), "this one knows how it was");
  }

  @Test
  void aCursorThatWasNeverGivenOutIsRefused() throws IOException {
    for (String cursor :
        List.of("x", "-1", "17", "4711", "99999999999999999999", "18446744073709551615")) {
      assertEquals("-ERR invalid cursor", application.ask("SCAN " + cursor), cursor);
    }
  }

  @Test
  void aRememberedCursorThatIsNotKnownIsRefused() throws IOException {
    String reply = application.ask("SCAN " + ScanMemory.MAX_INT);
    assertTrue(reply.startsWith("-ERR invalid cursor: this process does not know it"), reply);
  }

  @Test
  void aClientThatParsesAnIntGetsNoLargerCursor() throws IOException {
    fill(300);
    cluster.intCursors(true);
    try (Application old = cluster.connect(first)) {
      Walk walk = new Walk();
      while (walk.goOn(old, "")) {
        assertTrue(Long.parseLong(walk.cursor) <= Integer.MAX_VALUE, walk.cursor);
      }
      walk.assertSawOnce(keys);
    }
  }

  @Test
  void theOldestRememberedCursorIsForgottenFirst() throws IOException {
    fill(30);
    cluster.intCursors(true);
    try (Application old = cluster.connect(first)) {
      String oldest = cursorOf(old.ask("SCAN 0 COUNT 1"));
      String next = cursorOf(old.ask("SCAN 0 COUNT 1"));
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
  void aScanForKeysOfOneSlotAsksOneNode() throws IOException {
    application.ask("SCAN 0 MATCH {a}*");

    assertEquals(1, scansOf(third).size());
    assertEquals(List.of(), first.received());
    assertEquals(List.of(), second.received());
  }

  @Test
  void aSlotThatMovesIsWalkedToItsEnd() throws IOException {
    for (int i = 0; i < 30; i++) {
      cluster.store.put("{a}" + i, "x");
      keys.add("{a}" + i);
    }
    Walk walk = new Walk();
    walk.goOn(application, "MATCH {a}* COUNT 10");
    cluster.move("a", first);
    walk.toTheEnd(application, "MATCH {a}* COUNT 10");

    assertEquals(keys, new TreeSet<>(walk.seen));
  }

  // ---- slots that move

  /** From a master that is still to be walked to one that was walked already. */
  @Test
  void aSlotThatMovesBackwardsIsNotLeftOut() throws IOException {
    fill(300);
    Walk walk = new Walk();
    while (walk.goOn(application, "COUNT 10") && scansOf(second).isEmpty()) {}
    keys.stream()
        .filter(key -> cluster.owner(key) == third)
        .limit(40)
        .toList()
        .forEach(key -> cluster.move(key, first));
    walk.toTheEnd(application, "COUNT 10");

    assertEquals(keys, new TreeSet<>(walk.seen));
  }

  @Test
  void aSlotThatIsHalfMovedForLongIsNotLeftOut() throws IOException {
    fill(100);
    for (int i = 0; i < 50; i++) {
      cluster.store.put("{a}" + i, "x");
      keys.add("{a}" + i);
    }
    Walk walk = new Walk();
    while (walk.goOn(application, "COUNT 10") && scansOf(second).isEmpty()) {}
    cluster.beginMigration("a", first);
    for (int i = 0; i < 50; i += 2) {
      cluster.moveKey("{a}" + i);
    }
    walk.toTheEnd(application, "COUNT 10");

    assertEquals(keys, new TreeSet<>(walk.seen));
  }

  @Test
  void aSlotThatLeavesAndComesBackIsNotLeftOut() throws IOException {
    for (int i = 0; i < 50; i++) {
      cluster.store.put("{b}" + i, "x");
      keys.add("{b}" + i);
    }
    cluster.store.put("{c}", "x");
    keys.add("{c}");
    Walk walk = new Walk();
    walk.goOn(application, "COUNT 10");
    cluster.move("b", second);
    walk.goOn(application, "COUNT 1");
    cluster.move("b", first);
    walk.toTheEnd(application, "COUNT 10");

    assertEquals(keys, new TreeSet<>(walk.seen));
  }

  @Test
  void aMasterThatWasStartedAnewIsWalkedAnew() throws IOException {
    fill(100);
    Walk walk = new Walk();
    walk.goOn(application, "COUNT 15");
    first.restarted();
    try (Application again = cluster.connect(second)) {
      walk.toTheEnd(again, "COUNT 15");
    }

    assertEquals(keys, new TreeSet<>(walk.seen));
  }

  @Test
  void whoMayNotAskForTheNodesAsksForTheSlots() throws IOException {
    fill(300);
    for (FakeNode node : cluster.nodes) {
      for (int i = 0; i < 10; i++) {
        node.answer("CLUSTER NODES", "-NOPERM no permissions to run the 'cluster|nodes' command");
      }
    }
    Walk walk = new Walk();
    while (walk.goOn(application, "COUNT 10") && scansOf(second).isEmpty()) {}
    keys.stream()
        .filter(key -> cluster.owner(key) == third)
        .limit(40)
        .toList()
        .forEach(key -> cluster.move(key, first));
    walk.toTheEnd(application, "COUNT 10");

    assertEquals(keys, new TreeSet<>(walk.seen));
  }
}
