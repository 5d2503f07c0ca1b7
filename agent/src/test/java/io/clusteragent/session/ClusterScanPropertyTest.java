package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the slots do during a SCAN: it returns every key that existed all the time. */
class ClusterScanPropertyTest {
  private static final int MOST_CALLS = 2000;
  private static final int TAGS = 12;
  private static final int KEYS_OF_A_TAG = 6;

  private static FakeCluster cluster;

  @BeforeContainer
  static void start() {
    cluster = new FakeCluster(4);
  }

  @AfterContainer
  static void stop() {
    cluster.close();
  }

  private enum What {
    NOTHING,
    MOVE,
    BEGIN,
    STEP,
    FINISH,
    RESTART
  }

  /** A change to a slot before a master returns its next keys, or its slots. */
  private record Event(What what, int tag, int node) {
    void apply() {
      String tagged = "{" + tag + "}";
      FakeNode target = cluster.nodes.get(node);
      FakeNode open = cluster.migratesTo(tagged);
      switch (what) {
        case MOVE -> {
          if (open == null) {
            cluster.move(tagged, target);
          }
        }
        case BEGIN -> {
          if (open == null && cluster.owner(tagged) != target) {
            cluster.beginMigration(tagged, target);
          }
        }
        case STEP -> cluster.moveNextKey(tagged);
        case FINISH -> {
          if (open != null) {
            cluster.move(tagged, open);
          }
        }
        case RESTART -> {
          if (node > 0) { // the application has to notice the loss of its entry connection
            target.restart();
          }
        }
        case NOTHING -> {}
      }
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void everyKeyIsReturned(
      @ForAll("events") @Size(max = 60) List<Event> events,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll boolean intCursors)
      throws IOException {
    cluster.clear();
    cluster.finishMigrations();
    cluster.parseCursorsAsInt(intCursors);
    Set<String> keys = fill();
    AtomicInteger next = new AtomicInteger();
    Runnable hook = () -> {
      int i = next.getAndIncrement();
      if (i < events.size()) {
        synchronized (events) {
          events.get(i).apply();
        }
      }
    };
    Set<String> seen = new TreeSet<>();
    try (Application application = cluster.connect(cluster.nodes.get(0))) {
      cluster.nodes.forEach(node -> node.beforeScan(hook));
      String cursor = "0";
      int calls = 0;
      do {
        assertTrue(calls++ < MOST_CALLS, "the walk does not end");
        String reply = application.call("SCAN " + cursor + " COUNT " + count);
        assertTrue(reply.startsWith("*2 $"), reply);
        String[] words = reply.split(" ");
        cursor = words[2];
        for (int i = 5; i < words.length; i += 2) {
          seen.add(words[i]);
        }
      } while (!cursor.equals("0"));
    } finally {
      cluster.nodes.forEach(node -> node.beforeScan(() -> {}));
    }
    assertEquals(keys, seen);
  }

  private static Set<String> fill() {
    Set<String> keys = new TreeSet<>();
    for (int tag = 0; tag < TAGS; tag++) {
      for (int i = 0; i < KEYS_OF_A_TAG; i++) {
        cluster.store.put("{" + tag + "}" + i, "x");
        keys.add("{" + tag + "}" + i);
      }
    }
    return keys;
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<What> what = Arbitraries.frequency(
        Tuple.of(8, What.NOTHING),
        Tuple.of(4, What.MOVE),
        Tuple.of(3, What.BEGIN),
        Tuple.of(6, What.STEP),
        Tuple.of(3, What.FINISH),
        Tuple.of(1, What.RESTART));
    return Combinators.combine(
            what,
            Arbitraries.integers().between(0, TAGS - 1),
            Arbitraries.integers().between(0, 3))
        .as(Event::new)
        .list()
        .map(ArrayList::new);
  }
}
