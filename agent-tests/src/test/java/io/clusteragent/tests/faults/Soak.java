package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Runs one JVM with the agent under all kinds of load, with a fault every 20 s. No operation may be executed twice, and no
 * resource usage may grow.
 *
 * <p>System properties: {@code soak.minutes}, default 60; {@code soak.jedis}, default 7.4.0; {@code soak.seed} for the order of
 * the faults, by default a new one, which is printed.
 */
public final class Soak implements AutoCloseable {
  private static final int TAGS_OF_EACH_SHARD = 100;
  private static final Duration ROUND = Duration.ofSeconds(20);
  private static final long BEFORE_MILLIS = 1_000;
  private static final long SHORTEST_QUIET_MILLIS = 3_000;
  /** The number of rounds after which the JVM has loaded and compiled the code that it needs. */
  private static final int WARM_UP_ROUNDS = 5;

  private static final List<IntFunction<Fault>> FAULTS = List.of(
      shard -> new KillMaster("kill -9 of the master", shard, false),
      shard -> new KillReplica("kill -9 of the replica", shard),
      shard -> new StopMaster("SIGSTOP for 8 s", shard, 8_000, 1, false),
      shard -> new StopMaster("SIGSTOP for 2.3 s, twice", shard, 2_300, 2, false),
      shard -> new FailOver("CLUSTER FAILOVER", "", List.of(shard)),
      shard -> new Reshard("reshard loop", shard, 5_000, false),
      shard -> new HalfMigrated("half-migrated slots", shard, 4_000),
      shard -> new ClientPause("CLIENT PAUSE", shard, 1_000, "ALL"));

  private final RedisCluster cluster;
  private final Shards shards;
  private final LoadJvm load;
  private final Random random;
  private final List<IdleUsage> quietPoints = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private Soak(RedisCluster cluster, Client client, long seed) {
    this.cluster = cluster;
    this.shards = Shards.of(cluster, TAGS_OF_EACH_SHARD);
    this.load = LoadJvm.start(client, new FaultContext(cluster, shards, 0));
    this.random = new Random(seed);
  }

  /** Ends with exit code 1 when an operation was executed twice or lost, or a usage has grown. */
  public static void main(String[] args) throws InterruptedException {
    int minutes = Integer.parseInt(Settings.text("soak.minutes", "60"));
    long seed = Long.parseLong(Settings.text("soak.seed", Long.toString(System.nanoTime())));
    Client client = Client.mixedWithAgent(Settings.text("soak.jedis", "7.4.0"));
    System.out.println(client + ", " + minutes + " minutes, -Dsoak.seed=" + seed);
    ClusterBuilder builder = RedisCluster.builder().masters(3).replicas(1);
    Faults.fullCoverage(builder, false);
    List<String> failures;
    try (RedisCluster cluster = builder.start();
        Soak soak = new Soak(cluster, client, seed)) {
      failures = soak.run(Duration.ofMinutes(minutes));
    }
    failures.forEach(failure -> System.out.println("FAILED: " + failure));
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  private List<String> run(Duration length) throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    for (int round = 1; System.nanoTime() < end; round++) {
      Fault fault = FAULTS.get(random.nextInt(FAULTS.size())).apply(random.nextInt(shards.count()));
      String what = "round " + round + ", " + fault.name();
      FaultResult result = round(round, fault);
      IdleUsage point = IdleUsage.of(load, cluster);
      quietPoints.add(point);
      System.out.println(what + ": " + result.report().operations() + " operations, errors "
          + result.report().errors() + ", " + result.findings() + "; " + point);
      result.failures().forEach(failure -> failures.add(what + ": " + failure));
      result.log().forEach(line -> System.out.println("  " + line));
    }
    checkGrowth();
    return failures;
  }

  private FaultResult round(int round, Fault fault) throws InterruptedException {
    long end = System.nanoTime() + ROUND.toNanos();
    try (FaultContext context = new FaultContext(cluster, shards, round)) {
      load.go(round);
      FaultContext.hold(BEFORE_MILLIS);
      load.measure();
      fault.inject(context);
      FaultContext.hold(Math.max(SHORTEST_QUIET_MILLIS, (end - System.nanoTime()) / 1_000_000));
      LoadReport report = load.stop();
      OracleFindings findings = Oracle.check(report, new ServerStore(cluster), context.windows());
      cluster.masters().forEach(node -> node.ask("FLUSHALL"));
      return new FaultResult(fault, load.client(), report, findings, context, load.takeLog());
    }
  }

  private void checkGrowth() {
    int quarter = (quietPoints.size() - WARM_UP_ROUNDS) / 4;
    if (quarter < 1) {
      throw new IllegalArgumentException("too short to see whether anything grows");
    }
    IdleUsage early =
        IdleUsage.median(quietPoints.subList(WARM_UP_ROUNDS, WARM_UP_ROUNDS + quarter));
    IdleUsage late =
        IdleUsage.median(quietPoints.subList(quietPoints.size() - quarter, quietPoints.size()));
    System.out.println("early: " + early + "\nlate:  " + late);
    if (late.hasGrownFrom(early)) {
      failures.add("it has grown from " + early + " to " + late);
    }
  }

  @Override
  public void close() {
    load.close();
  }
}
