package io.clusteragent.audit;

import io.clusteragent.cluster.topology.AtomicFile;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes the findings to a JSON file. */
final class AuditReport {
  private static final int HOT_SLOTS = 10;

  private final FindingLog log;
  private final AtomicFile file;
  private final int nodes;
  private final long startedAt = System.currentTimeMillis();

  AuditReport(FindingLog log, String file, int nodes) {
    this.log = log;
    this.file = new AtomicFile(file);
    this.nodes = nodes;
  }

  /** Writes the file. Only its owner may read it, because patterns of keys can reveal data, too. */
  synchronized void write() throws IOException {
    file.replace(Json.write(content()));
  }

  private Map<String, Object> content() {
    List<Map<String, Object>> failing = new ArrayList<>();
    List<Map<String, Object>> changed = new ArrayList<>();
    long failures = 0;
    long changes = 0;
    for (Finding finding : log.findings()) {
      if (finding.compatibility.fails()) {
        failing.add(entry(finding));
        failures += finding.count();
      } else {
        changed.add(entry(finding));
        changes += finding.count();
      }
    }
    return Json.object(
        "startedAt", startedAt,
        "writtenAt", System.currentTimeMillis(),
        "works", log.compatibleCount(),
        "changes", changes,
        "fails", failures,
        "notKnown", log.unknownCount(),
        "notSeen", log.unreadCount(),
        "failing", failing,
        "changed", changed,
        "hotSlots", hotSlots(),
        "balance", balance());
  }

  private static Map<String, Object> entry(Finding finding) {
    List<Map<String, Object>> sites = new ArrayList<>();
    for (Map.Entry<String, Long> site : finding.sites().entrySet()) {
      sites.add(Json.object("at", site.getKey(), "sampled", site.getValue()));
    }
    return Json.object(
        "kind",
        finding.compatibility.name(),
        "command",
        finding.command,
        "count",
        finding.count(),
        "keys",
        finding.keys,
        "meaning",
        finding.compatibility.meaning(),
        "remedy",
        finding.compatibility.remedy(),
        "hashTag",
        finding.tag,
        "callSites",
        sites);
  }

  /** The slots with most commands, in descending order. Each entry is a slot's number and its number of commands. */
  private List<List<Long>> hotSlots() {
    List<List<Long>> slots = new ArrayList<>();
    for (int slot = 0; slot < HashSlot.COUNT; slot++) {
      if (log.commandsInSlot(slot) > 0) {
        slots.add(Arrays.asList((long) slot, log.commandsInSlot(slot)));
      }
    }
    slots.sort((a, b) -> Long.compare(b.get(1), a.get(1)));
    return slots.subList(0, Math.min(HOT_SLOTS, slots.size()));
  }

  /** The number of commands for each of {@link #nodes} masters, if each master has an equal share of the slots. */
  private List<Long> balance() {
    Long[] commands = new Long[nodes];
    Arrays.fill(commands, 0L);
    for (int slot = 0; slot < HashSlot.COUNT; slot++) {
      commands[(int) ((long) slot * nodes / HashSlot.COUNT)] += log.commandsInSlot(slot);
    }
    return Arrays.asList(commands);
  }
}
