package io.clusteragent.tests.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.OracleProgram;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that the replies to random commands through the agent on a cluster equal those of a standalone server. The commands
 * are single, pipelined and in transactions, and some are wrong. {@code -Dtest.random.commands} sets their number for each
 * line, {@code -Dtest.random.seed} repeats a run.
 */
class RandomOracleIT {
  /** A number of commands that a JVM under test completes well within its time. */
  private static final int COMMANDS_OF_A_RUN = 100_000;

  private static final int COMMANDS = Integer.getInteger("test.random.commands", 20_000);

  /** The smaller number of commands while slots move. */
  private static final int COMMANDS_ON_MOVING_SLOTS = Math.max(5_000, COMMANDS / 10);

  private static final Long SEED = Long.getLong("test.random.seed");

  private static final List<String> KEYS = keys();

  /** A script that returns its keys, by the names of the cluster. */
  private static final String RETURNS_NAMES = "{KEYS";

  private static RedisNode standalone;
  private static RedisCluster cluster;

  @BeforeAll
  static void startServers() {
    standalone = RedisNode.settings().start();
    cluster = RedisCluster.builder().masters(3).start();
  }

  /** Another test's keys have other names in the cluster. */
  @BeforeEach
  void flush() {
    standalone.ask("FLUSHALL");
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
  }

  @AfterAll
  static void stopServers() {
    standalone.close();
    cluster.close();
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "3.10.0", "5.2.0", "7.4.0"})
  void randomCommandsGetEqualReplies(String version) {
    run(version, COMMANDS, false, commands(), KEYS, "");
  }

  /** Keys whose names have no hash tags share a slot by a rule. */
  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "8.0.2"})
  void randomCommandsGetEqualRepliesWhenTheAgentAddsHashTags(String version, @TempDir Path folder)
      throws IOException {
    Path commands = folder.resolve("random-commands.txt");
    Files.write(
        commands,
        Files.readAllLines(commands()).stream()
            .filter(line -> !line.contains(RETURNS_NAMES))
            .toList());
    List<String> untagged = KEYS.stream()
        .map(key -> key.startsWith("{") ? key.substring(1).replace("}", ":") : key)
        .toList();
    run(version, COMMANDS, false, commands, untagged, "hashTags={*}:*");
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "3.10.0", "5.2.0", "7.4.0"})
  void randomCommandsGetEqualRepliesWhileSlotsMove(String version) {
    try (MovingSlots moving = new MovingSlots(cluster, KEYS)) {
      run(version, COMMANDS_ON_MOVING_SLOTS, true, commands(), KEYS, "");
      moving.stop();
    }
  }

  private static void run(
      String version, int count, boolean moving, Path commands, List<String> keys, String options) {
    List<String> arguments = new ArrayList<>(keys);
    arguments.add(0, commands.toString());
    for (int done = 0; done < count; done += COMMANDS_OF_A_RUN) {
      long seed = SEED == null ? ThreadLocalRandom.current().nextLong() : SEED;
      System.out.println(
          "Jedis " + version + (moving ? " while slots move" : "") + " -Dtest.random.seed=" + seed);
      OracleProgram.Outcome outcome = OracleProgram.of(version, "RandomProgram")
          .withAgent(options)
          .property("target.host", standalone.host())
          .property("standalone.port", standalone.port())
          .property("target.port", cluster.masters().get(0).port())
          .property("random.seed", seed)
          .property("random.commands", Math.min(COMMANDS_OF_A_RUN, count - done))
          .property("random.moving", moving)
          .run(arguments.toArray(String[]::new));
      assertEquals(0, outcome.exitCode(), () -> outcome.stdout() + outcome.stderr());
    }
  }

  private static Path commands() {
    try {
      return Path.of(RandomOracleIT.class.getResource("random-commands.txt").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Few keys, so that commands use the data of others; in slots of their own, and with hash tags. */
  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      keys.add("key" + i);
    }
    for (String tag : List.of("{a}", "{b}", "{of}")) {
      for (int i = 0; i < 4; i++) {
        keys.add(tag + i);
      }
    }
    return keys;
  }
}
