package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs all faults, and prints one table that compares the agent with JedisCluster.
 *
 * <p>System properties: {@code faults.names}, parts of the names of the {@link Faults} to run, separated by commas, default all;
 * {@code faults.jedis}, default 3.10.0,7.4.0; {@code faults.clients}, default these four: {@code agent} and {@code cluster} send
 * single commands, {@code agent-mixed} and {@code cluster-mixed} all kinds of work that they support. {@code agent-tls} and {@code
 * agent-balancer} are {@code agent-mixed} over TLS with verified host names, and through a balancer.
 */
public final class AllFaults {
  private AllFaults() {}

  /** Ends with exit code 1 when a check of the agent fails. */
  public static void main(String[] args) throws InterruptedException {
    FaultTable table = new FaultTable(System.out);
    List<String> failures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    table.printHead();
    for (Fault fault : wanted()) {
      for (Client client : clients()) {
        String what = fault.name() + ", " + client;
        try {
          Optional<FaultResult> possible = FaultRun.of(fault, client);
          if (possible.isEmpty()) {
            notes.add(what + ": not run, the servers know no such thing");
            continue;
          }
          FaultResult result = possible.get();
          table.print(result);
          notes.add(what + ": " + result.findings() + ", longest operation "
              + result.report().longestOperationMillis() + " ms, errors "
              + result.report().errors() + ", for example " + result.report().messages());
          if (client.hasAgent()) {
            result.log().forEach(line -> notes.add("  " + line));
            result.failures().forEach(failure -> failures.add(what + ": " + failure));
            result.slowness().forEach(slow -> failures.add(what + ": " + slow));
          }
        } catch (RuntimeException e) {
          e.printStackTrace();
          failures.add(what + ": " + e);
        }
      }
    }
    System.out.println();
    notes.forEach(System.out::println);
    System.out.println();
    failures.forEach(failure -> System.out.println("FAILED: " + failure));
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  private static List<Fault> wanted() {
    List<String> names = Arrays.asList(Settings.text("faults.names", "").split(","));
    return Faults.ALL.stream()
        .filter(fault -> names.stream().anyMatch(fault.name()::contains))
        .collect(Collectors.toList());
  }

  private static List<Client> clients() {
    Map<String, Function<String, Client>> kinds = new LinkedHashMap<>();
    kinds.put("agent", Client::withAgent);
    kinds.put("cluster", Client::jedisCluster);
    kinds.put("agent-mixed", Client::mixedWithAgent);
    kinds.put("cluster-mixed", Client::mixedJedisCluster);
    String wanted = Settings.text("faults.clients", String.join(",", kinds.keySet()));
    kinds.put("agent-tls", jedis -> Client.mixedWithAgent(jedis, ConnectionWay.VERIFIED_TLS));
    kinds.put("agent-balancer", jedis -> Client.mixedWithAgent(jedis, ConnectionWay.BALANCER));
    List<Client> clients = new ArrayList<>();
    for (String jedis : Settings.text("faults.jedis", "3.10.0,7.4.0").split(",")) {
      for (String kind : wanted.split(",")) {
        clients.add(kinds.get(kind).apply(jedis));
      }
    }
    return clients;
  }
}
