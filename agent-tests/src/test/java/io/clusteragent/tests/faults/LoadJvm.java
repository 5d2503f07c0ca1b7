package io.clusteragent.tests.faults;

import io.clusteragent.tests.OrderedJvm;
import io.clusteragent.tests.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The JVM under load: {@code faults.Load} with a client and the address of one node. */
final class LoadJvm implements AutoCloseable {
  private final Client client;
  private final OrderedJvm jvm;
  private final Queue<String> log;

  private LoadJvm(Client client, OrderedJvm jvm, Queue<String> log) {
    this.client = client;
    this.jvm = jvm;
    this.log = log;
  }

  /** Tells the client the first master of shard 0. */
  static LoadJvm start(Client client, Scene scene) {
    List<String> command = new ArrayList<>();
    command.add(OrderedJvm.javaCommand());
    command.add("-Xmx512m");
    if (client.hasAgent()) {
      command.add("-javaagent:" + Path.of(System.getProperty("agent.jar")).normalize() + "="
          + client.agent());
    }
    command.add("-Dload.client=" + client.name());
    command.add("-Dload.kinds=" + client.kinds());
    command.add("-Dload.timeout=" + client.timeoutMillis());
    command.add("-Dload.host=" + scene.master(0).host());
    command.add("-Dload.port=" + scene.master(0).announcedPort());
    command.add("-Dload.tags=" + scene.shards().property());
    command.add("-Dload.witnesses="
        + IntStream.range(0, scene.shards().count())
            .mapToObj(shard -> scene.master(shard).address())
            .collect(Collectors.joining(",")));
    command.add("-cp");
    command.add(Programs.of(client.jedis()).classPath());
    command.add("faults.Load");
    Queue<String> log = new ConcurrentLinkedQueue<>();
    return new LoadJvm(
        client,
        OrderedJvm.start(client.toString(), command, line -> {
          if (!line.startsWith("SLF4J")) {
            log.add(line);
          }
        }),
        log);
  }

  Client client() {
    return client;
  }

  /** Starts the threads; their keys carry the round's number. */
  void go(int round) {
    jvm.orderLines("go " + round);
  }

  /** From now on stalls, errors and operations count. */
  void measure() {
    jvm.orderLines("measure");
  }

  LoadReport stop() {
    return new LoadReport(jvm.orderLines("stop"));
  }

  /** Threads and bytes of heap in use after garbage collection. */
  Footprint footprint() {
    return Footprint.parse(jvm.orderLines("footprint").get(0));
  }

  /** What it wrote to stderr since the last call: of each kind of error the first one, with its stack. */
  List<String> takeLog() {
    List<String> taken = new ArrayList<>();
    for (String line = log.poll(); line != null; line = log.poll()) {
      taken.add(line);
    }
    return taken;
  }

  @Override
  public void close() {
    jvm.close();
  }
}
