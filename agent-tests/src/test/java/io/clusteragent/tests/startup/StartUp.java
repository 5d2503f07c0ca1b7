package io.clusteragent.tests.startup;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Starts JVMs in turn, and prints the time that agents add. System properties: {@code startup.javas}, java commands separated by
 * commas, default this JVM's; {@code startup.jedis}, default 7.4.0; {@code startup.rounds}, default 40.
 */
public final class StartUp {
  private static final int WARM_UP_ROUNDS = 3;

  private final Path emptyAgent;
  private final Path agent = Path.of(System.getProperty("agent.jar")).normalize();
  private final String classPath;
  private final int rounds;

  private StartUp(Path emptyAgent, String classPath, int rounds) {
    this.emptyAgent = emptyAgent;
    this.classPath = classPath;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    String own = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jedis = text("startup.jedis", "7.4.0");
    Path folder = Files.createTempDirectory("startup");
    StartUp startUp = new StartUp(
        EmptyAgent.write(folder),
        Programs.of(jedis).classPath(),
        Integer.parseInt(text("startup.rounds", "40")));
    System.out.println("| java | program | no agent | empty agent | cluster-agent |"
        + " cluster-agent - empty agent (quartiles) |");
    System.out.println("|---|---|---:|---:|---:|---|");
    try (RedisCluster cluster = RedisCluster.builder().masters(3).start()) {
      for (String java : text("startup.javas", own).split(",")) {
        startUp.measure(java, "without Jedis", List.of());
        startUp.measure(java, "Jedis " + jedis + ", SET and GET", call(cluster));
      }
    }
    System.exit(0);
  }

  /** A key of the entry node, so that the program also works without the agent. */
  private static List<String> call(RedisCluster cluster) {
    RedisNode entry = cluster.masters().get(0);
    String key = IntStream.range(0, 1000)
        .mapToObj(i -> "key" + i)
        .filter(each -> cluster.masterOf(RedisCluster.slotOf(each)) == entry)
        .findFirst()
        .orElseThrow();
    return List.of(entry.host(), "" + entry.port(), key);
  }

  private void measure(String java, String program, List<String> arguments)
      throws IOException, InterruptedException {
    double[] bare = new double[rounds];
    double[] empty = new double[rounds];
    double[] own = new double[rounds];
    double[] added = new double[rounds];
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      double[] millis = {
        run(java, null, arguments), run(java, emptyAgent, arguments), run(java, agent, arguments)
      };
      if (round >= 0) {
        bare[round] = millis[0];
        empty[round] = millis[1];
        own[round] = millis[2];
        added[round] = millis[2] - millis[1];
      }
    }
    Arrays.sort(added);
    System.out.printf(
        "| %s | %s | %.0f ms | %.0f ms | %.0f ms | %+.1f ms (%+.1f - %+.1f) |%n",
        version(java),
        program,
        median(bare),
        median(empty),
        median(own),
        median(added),
        added[rounds / 4],
        added[rounds * 3 / 4]);
  }

  /** The time from the start of the process to its end, in milliseconds. */
  private double run(String java, Path agentJar, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java));
    if (agentJar != null) {
      command.add("-javaagent:" + agentJar);
    }
    command.addAll(List.of("-cp", classPath, "startup.OneCall"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    int exitCode = builder.start().waitFor();
    double millis = (System.nanoTime() - start) / 1e6;
    if (exitCode != 0) {
      throw new IllegalStateException(command + " ended with exit code " + exitCode);
    }
    return millis;
  }

  private static String version(String java) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
    String first = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .orElse("?");
    process.waitFor();
    return first.replace("\"", "");
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static String text(String property, String otherwise) {
    String value = System.getProperty(property, "").strip();
    return value.isEmpty() ? otherwise : value;
  }
}
