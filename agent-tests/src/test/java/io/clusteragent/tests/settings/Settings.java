package io.clusteragent.tests.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Lists the settings by name. */
final class Settings {
  private Settings() {}

  static Map<String, Supplier<Setting>> all() {
    Map<String, Supplier<Setting>> all = new LinkedHashMap<>();
    all.put("a balancer over six nodes", BalancerSetting::new);
    all.put("the entry node is a replica", EntrySetting::replica);
    all.put("the entry node has no slots", EntrySetting::withoutSlots);
    all.put("the entry node is removed", EntrySetting::removed);
    all.put("no CLUSTER MYID, SHARDS, READONLY", LackingSetting::new);
    all.put("idle connections are closed after 2 s", IdleTimeoutSetting::new);
    return all;
  }
}
