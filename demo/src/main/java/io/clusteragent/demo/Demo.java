package io.clusteragent.demo;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.ServerBinary;
import io.clusteragent.demo.cluster.ServerError;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs the legacy service on a cluster of three masters with a replica each: without the agent, with the agent, and with the agent
 * under load while slots move and masters change. The system properties {@code demo.service} and {@code demo.agent} name the two
 * jars. Ends with an exception when a check failed.
 */
public final class Demo {
  private static final int CHECK_SECONDS = 60;
  /** A limit; the load is stopped when the demo has ended, after 40 to 60 s. */
  private static final int LONGEST_LOAD_SECONDS = 300;

  private static final int VERIFY_SECONDS = 60;
  private static final int SLOTS_TO_MOVE = 500;
  private static final int MOVING_SECONDS = 12;
  private static final int QUIET_SECONDS = 4;

  private final PrintStream out = System.out;
  private final Summary summary = new Summary();
  private final Path service = jar("demo.service");
  private final Path agent = jar("demo.agent");

  public static void main(String[] args) throws InterruptedException {
    new Demo().run();
  }

  private static Path jar(String property) {
    Path jar = Path.of(System.getProperty(property, "")).toAbsolutePath().normalize();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "system property " + property + " must name a jar, but is " + jar);
    }
    return jar;
  }

  private void run() throws InterruptedException {
    out.println();
    out.println("== A cluster of 3 masters and 3 replicas: " + ServerBinary.find());
    try (RedisCluster cluster = RedisCluster.builder().replicas(1).start()) {
      for (RedisNode master : cluster.masters()) {
        out.println("  master " + master.address() + ", replica "
            + cluster.replicasOf(master).get(0).address());
      }
      checkWithoutAgent(cluster);
      checkWithAgent(cluster);
      loadWithAgent(cluster);
    }
    summary.print(out);
    if (summary.failures() > 0) {
      throw new IllegalStateException("the demo failed: see the summary");
    }
  }

  private void checkWithoutAgent(RedisCluster cluster) throws InterruptedException {
    out.println();
    out.println("== The service as it is, without the agent: java -jar legacy-service.jar");
    List<String> lines = new ArrayList<>();
    int exitCode = selfCheck(null, cluster, lines);
    boolean moved =
        lines.stream().anyMatch(line -> line.startsWith("FAIL") && line.contains("MOVED"));
    summary.check(
        "without the agent",
        moved ? "fails with MOVED" : "exit code " + exitCode,
        moved && exitCode == 1);
  }

  private void checkWithAgent(RedisCluster cluster) throws InterruptedException {
    out.println();
    out.println(
        "== The same jar with the agent: java -javaagent:cluster-agent.jar -jar legacy-service.jar");
    List<String> lines = new ArrayList<>();
    int exitCode = selfCheck(agent, cluster, lines);
    long passed = lines.stream().filter(line -> line.startsWith("ok ")).count();
    summary.check("with the agent", passed + " checks passed", exitCode == 0 && passed > 0);
  }

  private int selfCheck(Path agentOrNull, RedisCluster cluster, List<String> lines)
      throws InterruptedException {
    List<String> seen = Collections.synchronizedList(lines);
    try (ServiceProcess run = ServiceProcess.start(service, agentOrNull, cluster, line -> {
      seen.add(line);
      out.println("  " + line);
    })) {
      return run.exitCode(CHECK_SECONDS);
    }
  }

  private void loadWithAgent(RedisCluster cluster) throws InterruptedException {
    out.println();
    out.println("== The same jar with the agent, taking orders while the cluster changes");
    Redirections redirections = new Redirections(cluster);
    LiveFigures figures = new LiveFigures(out, redirections);
    figures.printHeading();
    long before = redirections.total();
    try (ServiceProcess run = ServiceProcess.start(
        service, agent, cluster, figures::accept, "load", Integer.toString(LONGEST_LOAD_SECONDS))) {
      try {
        disrupt(cluster, figures);
      } catch (IllegalStateException | ServerError e) {
        summary.check("changing the cluster", e.getMessage(), false);
      }
      summary.check(
          "operations per second at the end", figures.lastSecond(), figures.lastSecond() > 0);
      figures.step("verifying");
      run.stop();
      int exitCode = run.exitCode(VERIFY_SECONDS);
      summarize(figures, redirections.total() - before, exitCode);
    }
  }

  private void disrupt(RedisCluster cluster, LiveFigures figures) throws InterruptedException {
    Disruption disruption = new Disruption(cluster);
    List<RedisNode> masters = cluster.masters();
    quiet(figures);

    figures.step("moving " + SLOTS_TO_MOVE + " slots");
    int moved = disruption.moveSlots(SLOTS_TO_MOVE, MOVING_SECONDS);
    summary.check("slots moved with their keys", moved, moved == SLOTS_TO_MOVE);
    quiet(figures);

    // The first master is the entry node of the service, and continues as a replica.
    RedisNode first = masters.get(0);
    figures.step("CLUSTER FAILOVER of " + first.address());
    disruption.failOver(first);
    summary.note("failed over by command", first.address());
    quiet(figures);

    RedisNode victim = masters.get(1);
    figures.step("kill -9 of " + victim.address());
    disruption.crash(victim);
    summary.note("killed, replaced by its replica", victim.address());
    quiet(figures);
  }

  /** Waits some seconds without a disruption. */
  private static void quiet(LiveFigures figures) throws InterruptedException {
    figures.step("steady");
    Thread.sleep(QUIET_SECONDS * 1_000L);
  }

  private void summarize(LiveFigures figures, long redirections, int exitCode) {
    Figures closing = figures.summary();
    if (closing == null) {
      summary.check("load", "no summary, exit code " + exitCode, false);
      return;
    }
    summary.check("operations", closing.get("ops"), closing.get("ops") > 0);
    summary.note("redirected by the nodes (MOVED, ASK, TRYAGAIN)", redirections);
    summary.note("longest round trip", figures.worstMillis() + " ms");
    summary.check("errors", closing.get("errors"), closing.get("errors") == 0);
    summary.note("writes of unknown outcome, read back", closing.get("unknown"));
    summary.check("lost", closing.get("lost"), closing.get("lost") == 0);
    summary.check("duplicated", closing.get("duplicated"), closing.get("duplicated") == 0);
    summary.check("exit code of the service", exitCode, exitCode == 0);
  }
}
