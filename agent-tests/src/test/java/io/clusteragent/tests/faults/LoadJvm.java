package io.clusteragent.tests.faults;

import io.clusteragent.tests.OrderedJvm;
import io.clusteragent.tests.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The JVM under load: {@code faults.Load} with a client and the address of one node. */
final class LoadJvm implements AutoCloseable {
  private final Client client;
  private final OrderedJvm jvm;
  private final List<String> log;

  private LoadJvm(Client client, OrderedJvm jvm, List<String> log) {
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
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    return new LoadJvm(client, OrderedJvm.start(client.toString(), command, log::add), log);
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

  /** What it wrote to stderr so far. */
  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    jvm.close();
  }
}
