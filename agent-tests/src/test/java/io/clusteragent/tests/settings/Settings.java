package io.clusteragent.tests.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Lists the settings by name. */
final class Settings {
  private Settings() {}

  static Map<String, Supplier<Setting>> all() {
    Map<String, Supplier<Setting>> all = new LinkedHashMap<>();
    all.put("TLS, host names announced", TlsSetting::hostNames);
    all.put("TLS, addresses announced", TlsSetting::addresses);
    all.put("TLS, nothing announced", TlsSetting::nothing);
    if (System.getProperty("settings.server") != null) {
      all.put("nodes of two versions", MixedVersionsSetting::new);
    }
    all.put("a balancer over six nodes", BalancerSetting::new);
    all.put("all addresses are new", MovedNodesSetting::refusing);
    all.put("all addresses are new, old ones hang", MovedNodesSetting::swallowing);
    all.put("all addresses are swapped", MovedNodesSetting::swapped);
    all.put("the service starts before the cluster", LateClusterSetting::new);
    all.put("the entry node is a replica", EntrySetting::replica);
    all.put("the entry node has no slots", EntrySetting::withoutSlots);
    all.put("the entry node is a replica, removed", EntrySetting::removedReplica);
    all.put("the entry node has no slots, removed", EntrySetting::removedWithoutSlots);
    all.put("the password is rotated", RotatedPasswordSetting::new);
    all.put("no CLUSTER MYID, SHARDS, READONLY", LackingSetting::new);
    all.put("idle connections are closed after 2 s", IdleTimeoutSetting::new);
    return all;
  }
}
