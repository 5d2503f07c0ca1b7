package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.NodeSettings;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.ServerBinary;
import io.clusteragent.demo.cluster.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests servers that are not part of a cluster, but do not report that clearly. With the agent everything works as without it,
 * except for one connection on which the agent queries the server. Two JVMs, one without and one with the agent, take turns on
 * the same server.
 *
 * <p>Throughput is compared by the processor time of the calling thread, which other processes disturb less; the elapsed time is
 * printed. {@code -Dtest.left.alone.servers} names further server binaries, {@code -Dtest.left.alone.slices} and {@code
 * -Dtest.left.alone.commands} set how much is measured, and {@code -Dtest.left.alone.ratio} the ratio that suffices. The default
 * fails only when the agent queries the server again and again.
 */
class LeftAloneIT {
  private static final String PROGRAM = "scenarios.LeftAloneProgram";
  private static final String PASSWORD = "open-sesame";
  private static final int CONNECTIONS = 4;
  private static final int SLICES = Integer.getInteger("test.left.alone.slices", 4);
  private static final int COMMANDS = Integer.getInteger("test.left.alone.commands", 2000);
  private static final double RATIO =
      Double.parseDouble(System.getProperty("test.left.alone.ratio", "0.4"));

  private record Restricted(ServerBinary server, String rules) {
    @Override
    public String toString() {
      return server.version() + " " + rules;
    }
  }

  /** The JVM whose turn it is, and the server's counts. */
  private static final class Turns {
    private final RedisNode node;
    private final Semaphore turn = new Semaphore(1, true);
    private final CyclicBarrier connected;

    Turns(RedisNode node, Runnable bothConnected) {
      this.node = node;
      this.connected = new CyclicBarrier(2, bothConnected);
    }

    void act(String order) {
      try {
        switch (order) {
          case "connected":
            connected.await(2, TimeUnit.MINUTES);
            return;
          case "begin outcomes":
            turn.acquire();
            node.ask("FLUSHALL");
            return;
          case "begin slice":
            turn.acquire();
            return;
          default:
            turn.release();
        }
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static Stream<Restricted> restrictedUsers() {
    List<Restricted> users = new ArrayList<>();
    List<ServerBinary> servers = new ArrayList<>(List.of(ServerBinary.find()));
    for (String path : System.getProperty("test.left.alone.servers", "").split(",")) {
      if (!path.isEmpty()) {
        servers.add(ServerBinary.at(Path.of(path)));
      }
    }
    for (ServerBinary server : servers) {
      users.add(new Restricted(
          server, "+@read +@write +@connection +@transaction +@pubsub +@scripting +@keyspace"));
      users.add(new Restricted(server, "+@all -@dangerous -@admin"));
      users.add(new Restricted(server, "+@all -cluster"));
    }
    return users.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("restrictedUsers")
  void aRestrictedUserOfAStandaloneServerSeesNoAgent(Restricted user) {
    NodeSettings settings = RedisNode.settings()
        .binary(user.server)
        .aclUser("restricted", PASSWORD, "~* &* " + user.rules);
    try (RedisNode node = settings.start()) {
      compare(user.toString(), node, node.port(), true, () -> {}, false);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "ERR command is not allowed",
        "ERR Cluster is disabled. Use --cluster_mode=yes to enable.",
        "ERR Cluster mode is not enabled",
        "ERR unsupported",
        "ERR Teleport: not supported by Teleport",
        "Unsupported operation: cluster",
        "ERR unknown command 'CLUSTER', with args beginning with: 'SLOTS' ",
      })
  void aServerThatRefusesWithAnUnknownErrorGetsOneQuery(String refusal) throws IOException {
    try (RedisNode node = RedisNode.settings().start();
        RefusingProxy proxy = new RefusingProxy(node.port(), refusal)) {
      compare(refusal, node, proxy.port(), false, () -> {}, false);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"LOADING Redis is loading the dataset in memory", "NOAUTH No."})
  void aServerInATemporaryStateGetsFewQueries(String refusal) throws IOException {
    try (RedisNode node = RedisNode.settings().start();
        RefusingProxy proxy = new RefusingProxy(node.port(), refusal)) {
      compare(refusal, node, proxy.port(), false, () -> {}, true);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = "maxclients")
  void aServerThatAcceptsNoMoreClientsGetsFewQueries(String setting) {
    try (RedisNode node = RedisNode.settings().start()) {
      Runnable full = () -> node.ask("CONFIG", "SET", setting, "1");
      compare("at its maxclients", node, node.port(), false, full, true);
    }
  }

  /** Since 8.0 Jedis checks that the certificate is for the host to which it connects. */
  @Test
  void aServerBehindTlsIsQueriedUnderTheNameInItsCertificate() {
    TlsFiles tls = TlsFiles.create("dns:localhost");
    try (RedisNode node = RedisNode.settings().tls(tls).start()) {
      ForkedJvm.Outcome outcome = AgentRun.of("8.0.2", "scenarios.StandaloneProgram")
          .property("target.kind", "scenarios.TlsTarget")
          .property("target.host", "localhost")
          .property("target.port", node.port())
          .property("javax.net.ssl.trustStore", tls.trustStore())
          .property("javax.net.ssl.trustStorePassword", TlsFiles.TRUST_STORE_PASSWORD)
          .outcome();

      assertTrue(!outcome.stderr().contains("WARN"), outcome.stderr());
      String asked = String.valueOf(node.ask("INFO", "commandstats"));
      assertTrue(asked.matches("(?s).*cmdstat_cluster(\\|slots)?:calls=1,.*"), asked);
    }
  }

  private static void compare(
      String name,
      RedisNode node,
      int port,
      boolean restricted,
      Runnable bothConnected,
      boolean passes) {
    Turns turns = new Turns(node, bothConnected);
    long start = System.nanoTime();
    long before = connections(node);
    CompletableFuture<ForkedJvm.Outcome> running = CompletableFuture.supplyAsync(
        () -> run(AgentRun.withoutAgent("7.4.0", PROGRAM), port, restricted, turns));
    ForkedJvm.Outcome with = run(AgentRun.of("7.4.0", PROGRAM), port, restricted, turns);
    ForkedJvm.Outcome without = running.join();
    long questions = connections(node) - before - 2 * CONNECTIONS;
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    long mostQuestions = passes ? 5 + seconds / 10 : 1; // after 1, 2, 4, 8 and then every 10 s
    double ratio = ratio(slices(with, 0), slices(without, 0));
    System.out.printf(
        Locale.ROOT,
        "| %s | same results: %s | questions %d | throughput %.3f of plain"
            + " by processor time, %.3f by time |%n",
        name,
        outcomes(with).equals(outcomes(without)),
        questions,
        ratio,
        ratio(slices(with, 1), slices(without, 1)));

    assertEquals(outcomes(without), outcomes(with));
    assertTrue(questions >= 1 && questions <= mostQuestions, questions + " questions");
    assertTrue(!with.stderr().contains("the Redis Cluster at"), with.stderr());
    assertTrue(passes || !with.stderr().contains("WARN"), with.stderr());
    assertTrue(ratio >= RATIO, "throughput is " + ratio + " of plain");
  }

  private static ForkedJvm.Outcome run(AgentRun run, int port, boolean restricted, Turns turns) {
    run.property("target.host", "127.0.0.1")
        .property("target.port", port)
        .property("slices", SLICES)
        .property("slice.commands", COMMANDS)
        .acts(turns::act);
    if (restricted) {
      run.property("target.kind", "scenarios.AclTarget")
          .property("target.user", "restricted")
          .property("target.password", PASSWORD);
    }
    return run.outcome();
  }

  private static long connections(RedisNode node) {
    long connections = 0;
    for (String line : String.valueOf(node.ask("INFO", "stats")).split("\r\n")) {
      if (line.startsWith("total_connections_received:")
          || line.startsWith("rejected_connections:")) {
        connections += Long.parseLong(line.substring(line.indexOf(':') + 1));
      }
    }
    return connections;
  }

  private static List<String> outcomes(ForkedJvm.Outcome of) {
    return lines(of).filter(line -> !line.startsWith("slice ")).toList();
  }

  /** The first or second number of each slice. */
  private static List<Long> slices(ForkedJvm.Outcome of, int number) {
    return lines(of)
        .filter(line -> line.startsWith("slice "))
        .map(line -> line.replaceAll(".*\\[|\\]", "").split(", ")[number])
        .map(Long::valueOf)
        .toList();
  }

  private static Stream<String> lines(ForkedJvm.Outcome of) {
    return Transcripts.in(of.stdout()).byScenario().get(PROGRAM).stream();
  }

  /** The median of the ratios of consecutive slices. The first half is warm-up. */
  private static double ratio(List<Long> with, List<Long> without) {
    List<Double> ratios = new ArrayList<>();
    for (int i = SLICES / 2; i < SLICES; i++) {
      ratios.add((double) without.get(i) / with.get(i));
    }
    return ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow();
  }
}
