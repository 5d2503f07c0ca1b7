package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The first connection to a plain server reads the server's exact replies.
 *
 * <p>This holds for all commands, for pieces of any size, and however long the server refuses to reveal its nature.
 */
class PlainServerPropertyTest {
  private static final List<String> COMMANDS = List.of(
      "PING",
      "SELECT 0",
      "AUTH secret",
      "CLIENT SETNAME worker",
      "HELLO 2",
      "HELLO 3",
      "RESET",
      "READONLY",
      "CLIENT TRACKING ON REDIRECT 5",
      "ASKING",
      "GET a",
      "SET a 1",
      "INCR b",
      "MGET a b c",
      "MSET a 1 b 2",
      "MULTI",
      "EXEC",
      "DISCARD",
      "WATCH a",
      "UNWATCH",
      "NONSENSE");

  private static FakeStore store;
  private static FakeNode plain;

  @BeforeContainer
  static void start() {
    store = new FakeStore();
    plain = FakeNode.standalone(store);
  }

  @AfterContainer
  static void stop() {
    plain.close();
  }

  @Property(tries = 150)
  void aPlainServerIsUsedAsWithoutTheAgent(
      @ForAll("batches") @Size(min = 1, max = 6) List<List<String>> batches,
      @ForAll @IntRange(min = 0, max = 3) int refusals,
      @ForAll("sizes") int piece,
      @ForAll("sizes") int array)
      throws IOException {
    store.clear();
    AtomicInteger asked = new AtomicInteger();
    plain.topology(() -> asked.incrementAndGet() <= refusals
        ? "-LOADING Redis is loading the dataset in memory\r\n"
        : "-ERR This instance has cluster support disabled\r\n");
    Conversation oracle = new Conversation(new FakeStore(), Conversation.ALL_KEYS);
    try (FakeCluster agent = new FakeCluster(1);
        Application application = agent.connect(plain)) {
      application.timeout(5000);
      for (List<String> batch : batches) {
        StringBuilder expected = new StringBuilder();
        batch.forEach(words -> expected.append(oracle.reply(List.of(words.split(" ")), null)));
        application.write(Wire.commands(batch.toArray(new String[0])), List.of(piece));
        assertEquals(expected.toString(), application.read(expected.length(), array));
      }
    }
  }

  @Provide
  Arbitrary<List<List<String>>> batches() {
    return Arbitraries.of(COMMANDS).list().ofMinSize(1).ofMaxSize(6).list();
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.oneOf(Arbitraries.integers().between(1, 30), Arbitraries.just(8192));
  }
}
