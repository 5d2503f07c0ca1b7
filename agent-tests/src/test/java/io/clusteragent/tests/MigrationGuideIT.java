package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.Playground;
import io.clusteragent.demo.cluster.FreePorts;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.ShownCommands.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands in the migration guide, the README and its pages, and compares their output with the shown output. */
class MigrationGuideIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern OLD_PORT = Pattern.compile("\\b" + Playground.OLD_PORT + "\\b");
  private static final Pattern NODE_PORT = Pattern.compile("\\b700([0-5])\\b");

  /** The nodes of the playground's cluster. */
  private static final int NODES = 6;

  /** A running service writes at any time, so a command that reads its output is repeated until the output is there. */
  private static final Pattern LOOKS = Pattern.compile("(grep|awk) .*");

  private static final long LOOKING_NANOS = 40_000_000_000L;
  private static final long PAUSE_NANOS = 100_000_000L;

  /** The parts of the output that differ in each run, as the guide states. */
  private static final Pattern VARIABLE = Pattern.compile("(?<=ops=)\\d+"
      + "|(?<=\"works\": )\\d+"
      + "|\\d+(?= keys (copied|deleted))"
      + "|[1-9]\\d*(?= commands)"
      + "|[0-9.]+(?= ms)"
      + "|(?<=^cluster-agent )\\d\\S*"
      + "|(?<=MOVED )\\d+ 127\\.0\\.0\\.1:\\d+"
      + "|(Redis|Valkey) [0-9.]+");

  private static Playground playground;
  private static int oldPort;
  private static int firstPort;

  @TempDir
  private Path work;

  @BeforeAll
  static void start() {
    oldPort = FreePorts.nextOf(1 + NODES);
    firstPort = oldPort + 1;
    playground = new Playground(oldPort, firstPort);
  }

  @AfterAll
  static void stop() {
    playground.close();
  }

  @Test
  void theGuideMigratesToTheClusterAndBack() throws IOException {
    List<Shown> commands = ShownCommands.in(ROOT.resolve("demo/MIGRATION.md"));
    assertFalse(commands.isEmpty());
    playground.old().ask("RPUSH", "kept", "a", "b");
    playground.old().ask("SET", "kept for a while", "v", "EX", "3600");
    playground.old().ask("SET", "left alone", "v");
    try (GuideShell shell = new GuideShell(ROOT, work)) {
      for (Shown shown : commands) {
        compare(shown, shell);
        if (shown.command().contains("redirect=")) {
          playground.old().ask("SET", "never asked", "v"); // rolling back removes it
        }
      }
    }
    RedisNode old = playground.old();
    assertEquals(List.of("a", "b"), old.ask("LRANGE", "kept", "0", "-1"));
    assertTrue((Long) old.ask("TTL", "kept for a while") > 3000);
    assertEquals(0L, old.ask("EXISTS", "never asked"));
    assertEquals("v", atCluster("left alone"));
  }

  private static Object atCluster(String key) {
    RedisCluster cluster = playground.cluster();
    return cluster.masterOf(RedisCluster.slotOf(key)).ask("GET", key);
  }

  @Test
  void theReadmeAndThePagesShowWhatTheirCommandsPrint() throws IOException {
    for (String jar : List.of("agent/target/cluster-agent.jar", "demo/target/legacy-service.jar")) {
      Path from = ROOT.resolve(jar);
      Files.copy(from, work.resolve(from.getFileName()));
    }
    Set<String> showing = new TreeSet<>();
    try (GuideShell shell = new GuideShell(work, work)) {
      for (Path page : readmeAndPages()) {
        for (Shown shown : ShownCommands.in(page)) {
          compare(shown, shell);
          showing.add(page.getFileName().toString());
        }
      }
    }
    assertEquals(Set.of("README.md", "cli.md"), showing);
  }

  private static List<Path> readmeAndPages() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("agent/docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.sorted())
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    }
  }

  private static void compare(Shown shown, GuideShell shell) {
    long end = System.nanoTime() + LOOKING_NANOS;
    while (true) {
      GuideShell.Outcome outcome = shell.run(real(shown.command()));
      boolean same =
          outcome.exitCode() == 0 && plain(shown.output()).equals(plain(outcome.output()));
      if (!same && LOOKS.matcher(shown.command()).matches() && System.nanoTime() < end) {
        LockSupport.parkNanos(PAUSE_NANOS);
        continue;
      }
      assertEquals(
          shown.command() + "\n" + plain(shown.output()),
          shown.command() + "\n" + plain(outcome.output()),
          shell::errors);
      int expected = shown.command().startsWith("kill ") ? 143 : 0; // 128 + SIGTERM
      assertEquals(expected, outcome.exitCode(), () -> shown.command() + "\n" + shell.errors());
      return;
    }
  }

  /** Replaces the guide's ports by those of this run. */
  private static String real(String command) {
    String nodes =
        NODE_PORT.matcher(command).replaceAll(m -> "" + (firstPort + Integer.parseInt(m.group(1))));
    return OLD_PORT.matcher(nodes).replaceAll("" + oldPort);
  }

  /** Replaces the ports of this run by the guide's, and removes the parts that differ in each run. */
  private static String plain(String output) {
    Matcher addresses = Pattern.compile("(?<=127\\.0\\.0\\.1:)\\d+").matcher(output);
    String guides = addresses.replaceAll(m -> {
      int port = Integer.parseInt(m.group());
      boolean node = port >= firstPort && port < firstPort + NODES;
      return "" + (port == oldPort ? Playground.OLD_PORT : node ? port - firstPort + 7000 : port);
    });
    return VARIABLE
        .matcher(guides)
        .replaceAll("N")
        .replaceAll("[ \t]+", " ")
        .replaceAll(" \n", "\n");
  }
}
