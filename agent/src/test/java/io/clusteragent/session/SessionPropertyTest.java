package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The application reads the bytes that one server would send.
 *
 * <p>This holds for all commands, for pieces of any size that it writes and reads, and for slots that move meanwhile.
 */
class SessionPropertyTest {
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "{a}2", "{c}2");

  private static FakeCluster cluster;

  @BeforeContainer
  static void start() {
    cluster = new FakeCluster(3);
  }

  @AfterContainer
  static void stop() {
    cluster.close();
  }

  /** A disturbance of the cluster during a batch. */
  private enum Disturbance {
    NONE,
    MOVES,
    MIGRATES,
    CLOSES
  }

  /** A disturbance of a key's slot, after this number of commands has arrived. */
  private record Event(Disturbance disturbance, String key, int after) {}

  /** Commands that are written together, in pieces of these sizes in turn, with replies read into arrays of one size. */
  private record Batch(
      List<List<String>> commands, List<Integer> pieces, int arraySize, Event event) {
    boolean readsOnly() {
      return commands.stream().allMatch(words -> words.get(0).matches("GET|STRLEN|MGET|EXISTS"));
    }

    @Override
    public String toString() {
      return commands + " in pieces of " + pieces + ", arrays of " + arraySize + ", " + event;
    }
  }

  @Property(tries = 400)
  void theApplicationReadsWhatOneServerWouldReply(
      @ForAll("batches") @Size(min = 1, max = 8) List<Batch> batches) throws IOException {
    cluster.clear();
    Conversation oracle = new Conversation(new FakeStore(), Conversation.ALL_KEYS);
    try (Application application = cluster.connect(cluster.nodes.get(0))) {
      for (Batch batch : batches) {
        prepare(batch);
        String expected = expected(oracle, batch.commands);
        application.write(wire(batch.commands), batch.pieces);
        assertEquals(expected, application.read(expected.length(), batch.arraySize));
        cluster.finishMigrations();
        cluster.nodes.forEach(FakeNode::reset);
      }
      assertEquals("+PONG", application.call("PING"), "nothing was left over");
    }
    cluster.assertAllReleased();
  }

  /**
   * Slots move from node to node in a circle, and the agent's slot map is correct when a batch starts.
   *
   * <p>If a slot came back to a node during a batch, a later command could overtake an earlier one, with any client.
   */
  private static void prepare(Batch batch) {
    cluster.updateSlotMap();
    String key = batch.event.key;
    FakeNode next = cluster.nodeAfterOwner(key);
    switch (batch.event.disturbance) {
      case MOVES -> cluster.afterCommands(batch.event.after, () -> cluster.move(key, next));
      case MIGRATES -> cluster.afterCommands(batch.event.after, () -> cluster.migrate(key, next));
      case CLOSES -> {
        // The application has to notice the loss of its entry connection.
        if (batch.readsOnly() && cluster.owner(key) != cluster.nodes.get(0)) {
          cluster.owner(key).closeOn("", "");
        }
      }
      case NONE -> {}
    }
  }

  private static String wire(List<List<String>> commands) {
    StringBuilder wire = new StringBuilder();
    commands.forEach(words -> wire.append(Wire.command(words)));
    return wire.toString();
  }

  private static String expected(Conversation oracle, List<List<String>> commands) {
    StringBuilder replies = new StringBuilder();
    boolean skip = false;
    for (List<String> words : commands) {
      if (words.equals(List.of("CLIENT", "REPLY", "SKIP"))) {
        skip = true;
      } else {
        String reply = oracle.reply(words, null);
        replies.append(skip ? "" : reply);
        skip = false;
      }
    }
    return replies.toString();
  }

  // ---- what an application sends

  @Provide
  Arbitrary<List<Batch>> batches() {
    Arbitrary<List<List<List<String>>>> mixed = Arbitraries.frequencyOf(
            Tuple.of(12, command()), Tuple.of(2, transaction()), Tuple.of(1, skipped()))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
    Arbitrary<List<List<List<String>>>> reads = reading().list().ofMinSize(1).ofMaxSize(12);
    Arbitrary<List<List<String>>> commands = Arbitraries.frequencyOf(
            Tuple.of(4, mixed), Tuple.of(1, reads))
        .map(units -> units.stream().flatMap(List::stream).toList());
    Arbitrary<List<Integer>> pieces = Arbitraries.oneOf(
            Arbitraries.integers().between(1, 40), Arbitraries.just(1_000_000))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
    Arbitrary<Integer> arraySizes =
        Arbitraries.oneOf(Arbitraries.integers().between(1, 30), Arbitraries.just(8192));
    return Combinators.combine(commands, pieces, arraySizes, event())
        .as(Batch::new)
        .list();
  }

  private static Arbitrary<Event> event() {
    return Combinators.combine(
            Arbitraries.of(Disturbance.class), key(), Arbitraries.integers().between(0, 10))
        .as(Event::new);
  }

  private static Arbitrary<String> key() {
    return Arbitraries.of(KEYS);
  }

  private static Arbitrary<String> value() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(0, 99).map(String::valueOf)),
        Tuple.of(4, Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(30)),
        Tuple.of(1, Arbitraries.integers().between(7000, 40_000).map("v"::repeat)));
  }

  private static Arbitrary<List<List<String>>> one(Arbitrary<List<String>> command) {
    return command.map(List::of);
  }

  private static Arbitrary<List<List<String>>> reading() {
    Arbitrary<List<String>> byOneKey = Combinators.combine(Arbitraries.of("GET", "STRLEN"), key())
        .as((name, key) -> List.of(name, key));
    Arbitrary<List<String>> byKeys = Combinators.combine(
            Arbitraries.of("MGET", "EXISTS"), key().list().ofMinSize(1).ofMaxSize(8))
        .as(SessionPropertyTest::words);
    return one(Arbitraries.oneOf(byOneKey, byKeys));
  }

  private static Arbitrary<List<List<String>>> command() {
    Arbitrary<List<String>> writing = Combinators.combine(
            Arbitraries.of("SET", "APPEND"), key(), value())
        .as((name, key, value) -> List.of(name, key, value));
    Arbitrary<List<String>> counting = key().map(key -> List.of("INCR", key));
    Arbitrary<List<String>> deleting =
        key().list().ofMinSize(1).ofMaxSize(5).map(keys -> words("DEL", keys));
    Arbitrary<List<String>> settingAll = Combinators.combine(key(), value())
        .as((key, value) -> List.of(key, value))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(pairs -> words("MSET", pairs.stream().flatMap(List::stream).toList()));
    Arbitrary<List<String>> withoutKeys = Arbitraries.of(
        List.of("PING"),
        List.of("ECHO", "x"),
        List.of("NONSENSE"),
        List.of("AUTH", "secret"),
        List.of("CLIENT", "SETNAME", "worker"));
    return Arbitraries.frequencyOf(
        Tuple.of(4, reading()),
        Tuple.of(4, one(writing)),
        Tuple.of(2, one(counting)),
        Tuple.of(1, one(deleting)),
        Tuple.of(1, one(settingAll)),
        Tuple.of(1, one(withoutKeys)));
  }

  /** All keys in one slot, as a cluster requires. */
  private static Arbitrary<List<List<String>>> transaction() {
    Arbitrary<List<String>> keys =
        Arbitraries.of(List.of(List.of("a", "{a}2"), List.of("b"), List.of("c", "{c}2")));
    return keys.flatMap(group -> Combinators.combine(
            queued(Arbitraries.of(group)).list().ofMaxSize(5),
            Arbitraries.of("EXEC", "EXEC", "EXEC", "DISCARD"))
        .as((commands, end) -> {
          List<List<String>> all = new ArrayList<>(List.of(List.of("MULTI")));
          all.addAll(commands);
          all.add(List.of(end));
          return all;
        }));
  }

  private static Arbitrary<List<String>> queued(Arbitrary<String> keys) {
    return Arbitraries.oneOf(
        keys.map(key -> List.of("INCR", key)),
        keys.map(key -> List.of("GET", key)),
        keys.map(key -> List.of("MGET", key, key)),
        Combinators.combine(keys, value()).as((key, value) -> List.of("APPEND", key, value)),
        Arbitraries.just(List.of("PING")));
  }

  private static Arbitrary<List<List<String>>> skipped() {
    return Combinators.combine(key(), value())
        .as((key, value) ->
            List.of(List.of("CLIENT", "REPLY", "SKIP"), List.of("SET", key, value)));
  }

  private static List<String> words(String name, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(arguments);
    return words;
  }
}
