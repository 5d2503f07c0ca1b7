package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Runs all faults and prints one table: the agent beside JedisCluster. */
public final class AllFaults {
  private AllFaults() {}

  /** Ends with exit code 1 when the agent does what it must not. */
  public static void main(String[] args) throws InterruptedException {
    FaultTable table = new FaultTable(System.out);
    List<String> failures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    table.printHead();
    for (Fault fault : wanted()) {
      for (Client client : clients()) {
        String what = fault.name() + ", " + client;
        try {
          FaultResult result = FaultRun.of(fault, client);
          table.print(result);
          notes.add(what + ": " + result.report().errors() + " " + result.verdict());
          if (client.hasAgent()) {
            result.faults().forEach(failure -> failures.add(what + ": " + failure));
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
    List<String> kinds =
        List.of(Settings.text("faults.clients", "agent,cluster,all").split(","));
    List<Client> clients = new ArrayList<>();
    for (String jedis : Settings.text("faults.jedis", "3.10.0,7.4.0").split(",")) {
      if (kinds.contains("agent")) {
        clients.add(Client.withAgent(jedis));
      }
      if (kinds.contains("cluster")) {
        clients.add(Client.jedisCluster(jedis));
      }
      if (kinds.contains("all")) {
        clients.add(Client.withAgentAndAllKinds(jedis));
      }
    }
    return clients;
  }
}
