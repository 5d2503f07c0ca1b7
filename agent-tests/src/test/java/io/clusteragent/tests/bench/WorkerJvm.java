package io.clusteragent.tests.bench;

import io.clusteragent.tests.ControlledJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Controls the JVM of one mode, which reads commands from stdin and answers each with a line on stdout. */
final class WorkerJvm implements AutoCloseable {
  private final Mode mode;
  private final Servers servers;
  private final ControlledJvm jvm;

  private WorkerJvm(Mode mode, Servers servers, ControlledJvm jvm) {
    this.mode = mode;
    this.servers = servers;
    this.jvm = jvm;
  }

  static WorkerJvm start(
      Mode mode, Load load, WorkerProgram program, Servers servers, List<String> jvmOptions) {
    List<String> command = new ArrayList<>(load.oneCore() ? OneCore.prefix() : List.of());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    if (mode.hasAgent()) {
      Path agent = Path.of(System.getProperty("agent.jar")).normalize();
      command.add("-javaagent:" + mode.agent(agent));
    }
    boolean routes = mode == Mode.FREE;
    String addresses = servers.of(mode).stream()
        .limit(routes ? Long.MAX_VALUE : 1)
        .map(node -> node.address())
        .collect(Collectors.joining(","));
    command.add("-Dservers=" + addresses);
    command.add(
        "-Dpool.of.key=" + (routes ? servers.mastersOfKeys(load.keys()) : "0".repeat(load.keys())));
    command.add("-Djediscluster=" + (mode == Mode.JEDISCLUSTER));
    command.add("-Dworkload=" + load.kind());
    command.add("-Dthreads=" + load.threads());
    command.add("-Dkeys=" + load.keys());
    command.add("-Dtag=" + (mode.keysOnOneMaster() ? servers.tagOfFirstMaster() : ""));
    command.add("-Dvalue.bytes=" + load.valueBytes());
    command.add("-Dcount=" + load.count());
    command.add("-Dscript=" + servers.script());
    command.add("-cp");
    command.add(program.classPath());
    command.add("bench.Worker");
    return new WorkerJvm(
        mode,
        servers,
        ControlledJvm.start(mode.toString(), command, line -> passOnError(mode, line)));
  }

  /** Drops the lines of Jedis's SLF4J, which complains that it has no logger. */
  private static void passOnError(Mode mode, String line) {
    if (!line.startsWith("SLF4J:")) {
      System.err.println(mode + ": " + line);
    }
  }

  Mode mode() {
    return mode;
  }

  /** Writes the data; returns false when the mode does not support the workload. */
  boolean fill() {
    String answer = order("fill");
    if (answer.startsWith("refused")) {
      System.err.println(mode + ": " + answer);
      return false;
    }
    return true;
  }

  void warmUp(int millis) {
    order("warm " + millis);
  }

  Sample measure(int millis) {
    long client = ProcessorTime.nanosOf(jvm.pid());
    long server = servers.cpuNanos(mode);
    String[] answer = order("measure " + millis).split(" ");
    return new Sample(
        Long.parseLong(answer[1]),
        Long.parseLong(answer[2]),
        Long.parseLong(answer[3]),
        ProcessorTime.nanosOf(jvm.pid()) - client,
        servers.cpuNanos(mode) - server);
  }

  /** The latencies of all measured calls so far. */
  Latencies latencies() {
    String[] answer = order("latencies").split(" ");
    return new Latencies(
        Long.parseLong(answer[1]), Long.parseLong(answer[2]), Long.parseLong(answer[3]));
  }

  private String order(String order) {
    String answer = jvm.send(order);
    if (answer.startsWith("failed")) {
      throw new IllegalStateException(mode + " at \"" + order + "\": " + answer);
    }
    return answer;
  }

  @Override
  public void close() {
    jvm.close();
  }
}
