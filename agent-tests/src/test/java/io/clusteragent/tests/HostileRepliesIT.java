package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.hostile.HostileNode;
import io.clusteragent.tests.hostile.MalformedReplies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests two nodes that send malformed replies.
 *
 * <p>Each command ends in time: with a Jedis exception, or with the result that plain Jedis gives for the same bytes or for the
 * merged replies of several nodes. The next connections give right replies, or replies as wrong as plain Jedis's own buffer makes
 * them. Everything else in the JVM works, in 64 MB.
 *
 * <p>EVAL is left out, because Jedis up to 3.x waits for it without a timeout. {@code -Dtest.hostile.replies} sets the number of
 * replies for each line, {@code -Dtest.hostile.seed} repeats a run.
 */
class HostileRepliesIT {
  private static final String PROGRAM = "scenarios.HostileRepliesProgram";
  private static final int CASES = Integer.getInteger("test.hostile.replies", 150);
  private static final Long SEED = Long.getLong("test.hostile.seed");

  /** Long enough for right replies on a busy machine. The deadline is set separately, to keep the other commands short. */
  private static final int TIMEOUT_MILLIS = 1000;

  private static final int DEADLINE_MILLIS = 1000;

  /** The last attempt may start just before the deadline, and a command over several slots has parts. */
  private static final long LONGEST_MILLIS = DEADLINE_MILLIS + 3 * TIMEOUT_MILLIS + 5000;

  private static RedisCluster healthy;

  /** The result of one case, and of the next command through the same pool. */
  private record Seen(String outcome, long millis, String next) {
    static Seen of(String line) {
      String[] parts = line.substring(line.indexOf(" -> ") + 4).split(" \\| ");
      return new Seen(parts[0], Long.parseLong(parts[1]), parts[2]);
    }

    boolean isJedisException() {
      return outcome.startsWith("jedis ");
    }

    /** Whether well-formed replies of several nodes were merged into one, which plain Jedis never gets. */
    boolean isMerged() {
      return outcome.startsWith("merged value ")
          || outcome.equals("merged threw ClassCastException");
    }

    /** The exception's class, or that the result was a value. */
    String kind() {
      return outcome.contains("value ") ? "a value" : outcome.replace("threw ", "");
    }
  }

  @BeforeAll
  static void startHealthyCluster() {
    healthy = SharedCluster.get();
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
  void eachMalformedReplyEndsInAnExceptionWithoutOtherEffects(String version) {
    long seed = SEED == null ? ThreadLocalRandom.current().nextInt(1_000_000) : SEED;
    MalformedReplies malformed = new MalformedReplies(seed);
    List<String> plain;
    List<String> lines;
    try (HostileNode one = new HostileNode(malformed);
        HostileNode two = new HostileNode(malformed)) {
      plain = run(AgentRun.withoutAgent(version, PROGRAM), one);
      HostileNode.Claim claim = () -> "*2\r\n"
          + HostileNode.range(0, 8191, one.host(), one.port())
          + HostileNode.range(8192, 16383, two.host(), two.port());
      one.claims(claim).redirectsTo(two);
      two.claims(claim).redirectsTo(one);
      RedisNode entry = healthy.nodes().get(0);
      lines = run(
          AgentRun.of(version, PROGRAM)
              .property("healthy.host", entry.host())
              .property("healthy.port", entry.port()),
          one);
    }
    assertEquals(CASES, plain.size());
    assertEquals(CASES + 1, lines.size());
    assertTrue(lines.get(CASES).matches("healthy -> right \\d{3,}"), lines.get(CASES));

    List<String> faults = new ArrayList<>();
    Map<String, Integer> outcomes = new TreeMap<>();
    long longest = 0;
    for (int i = 0; i < CASES; i++) {
      Seen seen = Seen.of(lines.get(i));
      Seen without = Seen.of(plain.get(i));
      boolean ended = seen.isJedisException()
          || seen.outcome.equals(without.outcome) && !seen.outcome.equals("hangs")
          || seen.isMerged();
      boolean goesOn = seen.next.equals("right") || seen.next.equals(without.next);
      if (!ended || !goesOn || seen.millis > LONGEST_MILLIS) {
        faults.add(malformed.fault(i) + ": " + lines.get(i) + " (plain: " + plain.get(i) + ")");
      }
      String kind = seen.isJedisException() ? "Jedis exception" : "as plain: " + seen.kind();
      outcomes.merge(kind, 1, Integer::sum);
      if (!seen.next.equals("right")) {
        outcomes.merge("then not right, as plain", 1, Integer::sum);
      }
      longest = Math.max(longest, seen.millis);
    }
    System.out.println("Jedis " + version + " -Dtest.hostile.seed=" + seed + ": " + CASES
        + " malformed replies: " + outcomes + ", longest " + longest + " ms, wrong "
        + faults.size() + ", elsewhere " + lines.get(CASES));
    assertEquals("", String.join("\n", faults.subList(0, Math.min(10, faults.size()))));
  }

  private static List<String> run(AgentRun run, HostileNode node) {
    return run.heap("64m")
        .property("target.host", node.host())
        .property("target.port", node.port())
        .property("clusteragent.deadline", DEADLINE_MILLIS)
        .property("hostile.cases", CASES)
        .property("hostile.timeout", TIMEOUT_MILLIS)
        .transcript();
  }
}
