// since 3.10
package faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Starts and stops the threads of the load: two on the keys of each shard, two on all keys.
 *
 * <p>{@code load.tags} names the hash tags, with {@code ;} between shards. {@code load.kinds} names the kinds of work, by default
 * {@code single}: {@code single}, {@code transaction}, {@code script}, {@code pipeline}; {@code queue} adds three threads on each
 * shard. A thread pauses {@code load.think} microseconds after each step, 500 by default. {@code load.probes} names a server for
 * each shard, which a {@link PingProbe} watches.
 */
final class WorkerThreads {
  private static final int THREADS_OF_EACH = 2;
  private static final int KEYS_OF_A_PIPELINE = 10;

  private final List<List<String>> tags = new ArrayList<List<String>>();
  private final Set<String> kinds = new TreeSet<String>(
      Arrays.asList(System.getProperty("load.kinds", "single").split(",")));
  private final int thinkMicros = Integer.getInteger("load.think", 500);
  private final Clients clients;
  private final Client client;
  private final String script;
  private final List<PingProbe> probes = new ArrayList<PingProbe>();
  private final List<Worker> workers = new ArrayList<Worker>();
  private RoundLog log;

  WorkerThreads(Clients clients) {
    this.clients = clients;
    this.client = clients.client();
    List<String> samples = new ArrayList<String>();
    for (String shard : System.getProperty("load.tags").split(";")) {
      tags.add(Arrays.asList(shard.split(",")));
      samples.add('{' + shard.split(",")[0] + '}');
    }
    for (String server : System.getProperty("load.probes").split(",")) {
      probes.add(new PingProbe(probes.size(), server));
      probes.get(probes.size() - 1).start();
    }
    this.script = kinds.contains("script") ? client.loadScript(Atomics.SCRIPT, samples) : null;
  }

  void go(String round) {
    workers.clear();
    log = new RoundLog(round);
    for (int shard = 0; shard < tags.size(); shard++) {
      for (int i = 0; i < THREADS_OF_EACH; i++) {
        addWorker(shard);
      }
    }
    for (int i = 0; i < THREADS_OF_EACH; i++) {
      addWorker(-1);
    }
    if (kinds.contains("queue")) {
      for (int shard = 0; shard < tags.size(); shard++) {
        addQueueWorkers(shard);
      }
    }
    for (Worker worker : workers) {
      worker.start();
    }
  }

  void measure() {
    for (PingProbe probe : probes) {
      probe.measure();
    }
    for (Worker worker : workers) {
      worker.measure();
    }
  }

  List<String> stop() throws InterruptedException {
    List<String> lines = new ArrayList<String>();
    for (Worker worker : workers) {
      worker.stop();
    }
    for (PingProbe probe : probes) {
      lines.add(probe.line());
    }
    for (Worker worker : workers) {
      lines.addAll(worker.lines());
    }
    lines.addAll(log.lines());
    return lines;
  }

  private void addWorker(int pinnedTo) {
    List<KeyGroup> groups = new ArrayList<KeyGroup>();
    for (int i = 0; i < tags.get(0).size(); i++) {
      for (int shard = 0; shard < tags.size(); shard++) {
        if (pinnedTo < 0 || pinnedTo == shard) {
          groups.add(new KeyGroup(shard, tags.get(shard).get(i), workers.size()));
        }
      }
    }
    addWorker(pinnedTo, steps(groups));
  }

  private void addWorker(int pinnedTo, List<Step> steps) {
    workers.add(new Worker(workers.size(), pinnedTo, steps, thinkMicros));
  }

  private List<Step> steps(List<KeyGroup> groups) {
    List<Step> steps = new ArrayList<Step>();
    for (int i = 0; i < groups.size(); i++) {
      KeyGroup group = groups.get(i);
      if (kinds.contains("single")) {
        steps.addAll(Singles.of(client, log, group));
      }
      if (kinds.contains("transaction")) {
        steps.add(Atomics.transaction(clients.pool(), log, group));
      }
      if (kinds.contains("script")) {
        steps.add(Atomics.script(client, script, log, group));
      }
      if (kinds.contains("pipeline") && i % KEYS_OF_A_PIPELINE == 0) {
        int end = Math.min(i + KEYS_OF_A_PIPELINE, groups.size());
        steps.add(new Pipelines(clients.pool(), log, groups.subList(i, end)));
      }
    }
    return steps;
  }

  private void addQueueWorkers(int shard) {
    KeyGroup group = new KeyGroup(shard, tags.get(shard).get(0), workers.size());
    Queues queues = new Queues(client, log, group);
    addWorker(shard, queues.producer());
    addWorker(shard, queues.mover());
    addWorker(shard, queues.taker());
  }
}
