// since 3.10
package faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The threads of the load: two on the keys of each shard, two on all keys. {@code load.tags} names the hash tags, shards
 * separated by {@code ;}. {@code load.kinds} says what they do, {@code single} by default: {@code single}, {@code
 * transaction}, {@code script}, {@code pipeline}; {@code queue} adds three threads on each shard. They pause {@code
 * load.think} microseconds after each step, 500 by default. {@code load.witnesses} names a server for each shard; a {@link
 * Witness} watches it.
 */
final class Crew {
  private static final int THREADS_OF_EACH = 2;
  private static final int KEYS_OF_A_PIPELINE = 10;

  private final List<List<String>> tags = new ArrayList<List<String>>();
  private final Set<String> kinds = new TreeSet<String>(
      Arrays.asList(System.getProperty("load.kinds", "single").split(",")));
  private final int thinkMicros = Integer.getInteger("load.think", 500);
  private final Clients clients;
  private final Client client;
  private final String script;
  private final List<Witness> witnesses = new ArrayList<Witness>();
  private final List<Worker> workers = new ArrayList<Worker>();
  private Ledger ledger;

  Crew(Clients clients) {
    this.clients = clients;
    this.client = clients.client();
    List<String> samples = new ArrayList<String>();
    for (String shard : System.getProperty("load.tags").split(";")) {
      tags.add(Arrays.asList(shard.split(",")));
      samples.add('{' + shard.split(",")[0] + '}');
    }
    for (String server : System.getProperty("load.witnesses").split(",")) {
      witnesses.add(new Witness(witnesses.size(), server));
      witnesses.get(witnesses.size() - 1).start();
    }
    this.script = kinds.contains("script") ? client.loadScript(Atomics.SCRIPT, samples) : null;
  }

  void go(String round) {
    workers.clear();
    ledger = new Ledger(round);
    for (int shard = 0; shard < tags.size(); shard++) {
      for (int i = 0; i < THREADS_OF_EACH; i++) {
        hire(shard);
      }
    }
    for (int i = 0; i < THREADS_OF_EACH; i++) {
      hire(-1);
    }
    if (kinds.contains("queue")) {
      for (int shard = 0; shard < tags.size(); shard++) {
        hireForQueues(shard);
      }
    }
    for (Worker worker : workers) {
      worker.start();
    }
  }

  void measure() {
    for (Witness witness : witnesses) {
      witness.measure();
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
    for (Witness witness : witnesses) {
      lines.add(witness.line());
    }
    for (Worker worker : workers) {
      lines.addAll(worker.lines());
    }
    lines.addAll(ledger.lines());
    return lines;
  }

  private void hire(int pinnedTo) {
    List<Place> places = new ArrayList<Place>();
    for (int i = 0; i < tags.get(0).size(); i++) {
      for (int shard = 0; shard < tags.size(); shard++) {
        if (pinnedTo < 0 || pinnedTo == shard) {
          places.add(new Place(shard, tags.get(shard).get(i), workers.size()));
        }
      }
    }
    hire(pinnedTo, steps(places));
  }

  private void hire(int pinnedTo, List<Step> steps) {
    workers.add(new Worker(workers.size(), pinnedTo, steps, thinkMicros));
  }

  private List<Step> steps(List<Place> places) {
    List<Step> steps = new ArrayList<Step>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (kinds.contains("single")) {
        steps.addAll(Singles.of(client, ledger, place));
      }
      if (kinds.contains("transaction")) {
        steps.add(Atomics.transaction(clients.pool(), ledger, place));
      }
      if (kinds.contains("script")) {
        steps.add(Atomics.script(client, script, ledger, place));
      }
      if (kinds.contains("pipeline") && i % KEYS_OF_A_PIPELINE == 0) {
        int end = Math.min(i + KEYS_OF_A_PIPELINE, places.size());
        steps.add(new Pipelines(clients.pool(), ledger, places.subList(i, end)));
      }
    }
    return steps;
  }

  private void hireForQueues(int shard) {
    Place place = new Place(shard, tags.get(shard).get(0), workers.size());
    Queues queues = new Queues(client, ledger, place);
    hire(shard, queues.producer());
    hire(shard, queues.mover());
    hire(shard, queues.taker());
  }
}
