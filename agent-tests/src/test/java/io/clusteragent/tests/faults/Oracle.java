package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what the threads of the load know with the data on the servers. */
final class Oracle {
  private final Store store;
  private final List<LossWindow> windows;
  private final OracleFindings findings = new OracleFindings();

  private Oracle(Store store, List<LossWindow> windows) {
    this.store = store;
    this.windows = windows;
  }

  /**
   * Checks one round of the load.
   *
   * @param windows the times in which the servers themselves may have lost writes
   */
  static OracleFindings check(LoadReport report, Store store, List<LossWindow> windows) {
    Oracle oracle = new Oracle(store, windows);
    for (WriteHistory history : report.histories()) {
      switch (history.kind()) {
        case "list" -> oracle.checkList(history, store.list(history.key()));
        case "moved" ->
          oracle.checkList(history, oldestFirst(store, history.key() + ":done", history.key()));
        case "taken" -> oracle.checkTaken(history, report.taken(history.key()));
        case "counter" -> oracle.checkCounter(history, number(store.value(history.key())));
        case "register", "pair" -> oracle.checkRegister(history, report.wrongReads(history.key()));
        default -> throw new IllegalArgumentException("nothing is known of " + history.kind());
      }
    }
    report.tornReads().forEach(oracle.findings::addTorn);
    return oracle.findings;
  }

  private void checkList(WriteHistory history, List<String> values) {
    checkList(history, values, 0);
  }

  /** Checks a list of which so many acknowledged values may be missing. */
  private void checkList(WriteHistory history, List<String> values, int mayMiss) {
    int doubtful = mayMiss;
    Set<Integer> present = new HashSet<>();
    int newest = 0;
    for (String value : values) {
      int number = Integer.parseInt(value);
      String example = history.key() + " number " + number;
      if (!present.add(number)) {
        findings.addDuplicated(1, example);
      } else if (number > history.issued() || history.outcome(number) == WriteHistory.REFUSED) {
        findings.addGhosts(1, example);
      } else if (history.isDone(number)) {
        // A write with an unknown outcome may come late: its client no longer waits for it.
        if (number < newest) {
          findings.addReordered(1, example + " after " + newest);
        }
        newest = Math.max(newest, number);
      }
    }
    for (int number = 1; number <= history.issued(); number++) {
      boolean missing = history.isDone(number) && !present.contains(number);
      if (missing && doubtful > 0) {
        doubtful--;
      } else if (missing) {
        checkMissing(history, number, present);
      }
    }
  }

  /** The values of lists that grow at their heads, oldest first. */
  private static List<String> oldestFirst(Store store, String... keys) {
    List<String> values = new ArrayList<>();
    for (String key : keys) {
      List<String> list = new ArrayList<>(store.list(key));
      Collections.reverse(list);
      values.addAll(list);
    }
    return values;
  }

  /**
   * Checks a queue from which one thread has popped values. Each pop without a reply may have popped one. If a master was
   * replaced, a pop may be lost, and its value is in the queue again.
   */
  private void checkTaken(WriteHistory history, List<String> taken) {
    List<String> all = new ArrayList<>(taken);
    all.addAll(oldestFirst(store, history.key()));
    List<String> values = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int doubtful = 0;
    for (String value : all) {
      if (value.equals("?")) {
        doubtful++;
      } else if (seen.add(value) || !isEverAtRisk(history)) {
        values.add(value);
      } else {
        findings.addLostByServers(1);
      }
    }
    checkList(history, values, doubtful);
  }

  private boolean isEverAtRisk(WriteHistory history) {
    return windows.stream().anyMatch(window -> window.shard() == history.shard());
  }

  private void checkMissing(WriteHistory history, int number, Set<Integer> present) {
    long time = history.outcome(number);
    boolean byServers = windows.stream()
        .filter(window -> window.covers(history.shard(), time))
        .anyMatch(window -> !window.oneMaster()
            || present.stream()
                .noneMatch(later -> later > number
                    && later <= history.issued()
                    && history.isDone(later)
                    && history.outcome(later) <= window.until()));
    if (byServers) {
      findings.addLostByServers(1);
    } else {
      findings.addLost(1, history.key() + " number " + number + " of " + time);
    }
  }

  private void checkCounter(WriteHistory history, int value) {
    int done = 0;
    int unknown = 0;
    int atRisk = 0;
    for (int number = 1; number <= history.issued(); number++) {
      if (history.isDone(number)) {
        done++;
        atRisk += isAtRisk(history, number) ? 1 : 0;
      } else if (history.isUnknown(number)) {
        unknown++;
      }
    }
    String example =
        history.key() + " is " + value + " after " + done + " and " + unknown + " unknown";
    int missing = Math.max(0, done - value);
    findings.addLostByServers(Math.min(missing, atRisk));
    findings.addLost(Math.max(0, missing - atRisk), example);
    findings.addDuplicated(Math.max(0, value - done - unknown), example);
  }

  /** Checks a register, which holds the number of its last write. The thread's own reads have reported earlier losses. */
  private void checkRegister(WriteHistory history, List<WrongRead> wrongReads) {
    for (WrongRead wrong : wrongReads) {
      addOverwritten(history, wrong.seen(), wrong.issued());
    }
    int value = number(store.value(history.key()));
    boolean told = wrongReads.stream()
        .anyMatch(wrong -> wrong.seen() == value && wrong.issued() == history.issued());
    boolean allowed = value > 0 && value <= history.issued() && history.isUnknown(value);
    if (!told && !allowed && value != lastDone(history, history.issued())) {
      addOverwritten(history, value, history.issued());
    }
  }

  /** Records that a register holds an older write than it must. */
  private void addOverwritten(WriteHistory history, int seen, int issued) {
    String example = history.key() + " holds " + seen + " after " + issued + " writes";
    int last = lastDone(history, issued);
    if (seen > history.issued() || seen > 0 && history.outcome(seen) == WriteHistory.REFUSED) {
      findings.addGhosts(1, example);
    } else if (last > seen && isAtRisk(history, last)) {
      findings.addLostByServers(1);
    } else {
      findings.addLost(1, example);
    }
  }

  private boolean isAtRisk(WriteHistory history, int number) {
    return windows.stream()
        .anyMatch(window -> window.covers(history.shard(), history.outcome(number)));
  }

  private static int lastDone(WriteHistory history, int issued) {
    int last = issued;
    while (last > 0 && !history.isDone(last)) {
      last--;
    }
    return last;
  }

  private static int number(String value) {
    return value == null ? 0 : Integer.parseInt(value);
  }
}
