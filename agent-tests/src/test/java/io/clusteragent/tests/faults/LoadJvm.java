package io.clusteragent.tests.faults;

import io.clusteragent.tests.ControlledJvm;
import io.clusteragent.tests.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Controls the JVM under load: {@code faults.Load} with a client and the address of one node. */
final class LoadJvm implements AutoCloseable {
  private final Client client;
  private final ControlledJvm jvm;
  private final Queue<String> log;
  private final ConnectionWay.Entry entry;

  private LoadJvm(Client client, ControlledJvm jvm, Queue<String> log, ConnectionWay.Entry entry) {
    this.client = client;
    this.jvm = jvm;
    this.log = log;
    this.entry = entry;
  }

  /** Starts the JVM. */
  static LoadJvm start(Client client, FaultContext context) {
    ConnectionWay.Entry entry = client.way().entry(context.cluster(), context.master(0));
    List<String> command = new ArrayList<>();
    command.add(ControlledJvm.javaCommand());
    command.add("-Xmx512m");
    if (client.hasAgent()) {
      command.add("-javaagent:" + Path.of(System.getProperty("agent.jar")).normalize() + "="
          + client.agent());
    }
    command.add("-Dload.client=" + client.name());
    command.add("-Dload.kinds=" + client.kinds());
    command.add("-Dload.timeout=" + client.timeoutMillis());
    command.add("-Dload.host=" + entry.host());
    command.add("-Dload.port=" + entry.port());
    command.addAll(entry.options());
    command.add("-Dload.tags=" + context.shards().property());
    command.add("-Dload.probes="
        + IntStream.range(0, context.shards().count())
            .mapToObj(shard -> context.master(shard).address())
            .collect(Collectors.joining(",")));
    command.add("-cp");
    command.add(Programs.of(client.jedis()).classPath());
    command.add("faults.Load");
    Queue<String> log = new ConcurrentLinkedQueue<>();
    return new LoadJvm(
        client,
        ControlledJvm.start(client.toString(), command, line -> {
          if (!line.startsWith("SLF4J")) {
            log.add(line);
          }
        }),
        log,
        entry);
  }

  Client client() {
    return client;
  }

  /** Starts the threads; their keys contain the round's number. */
  void go(int round) {
    jvm.sendForLines("go " + round);
  }

  /** Starts to count stalls, errors and operations. */
  void measure() {
    jvm.sendForLines("measure");
  }

  LoadReport stop() {
    return new LoadReport(jvm.sendForLines("stop"));
  }

  /** The threads, and the bytes of heap in use after garbage collection. */
  Footprint footprint() {
    return Footprint.parse(jvm.sendForLines("footprint").get(0));
  }

  /** The lines on stderr since the last call: the first error of each kind, with its stack trace. */
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
    entry.close();
  }
}
