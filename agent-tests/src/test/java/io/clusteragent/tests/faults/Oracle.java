package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what the threads of the load know with what the servers hold. */
final class Oracle {
  private final Store store;
  private final List<LossWindow> windows;
  private final Verdict verdict = new Verdict();

  private Oracle(Store store, List<LossWindow> windows) {
    this.store = store;
    this.windows = windows;
  }

  /**
   * Judges one round of the load.
   *
   * @param windows when the servers may have lost writes on their own
   */
  static Verdict judge(LoadReport report, Store store, List<LossWindow> windows) {
    Oracle oracle = new Oracle(store, windows);
    for (Account account : report.accounts()) {
      switch (account.kind()) {
        case "list" -> oracle.judgeList(account, store.list(account.key()));
        case "moved" ->
          oracle.judgeList(account, oldestFirst(store, account.key() + ":done", account.key()));
        case "taken" -> oracle.judgeTaken(account, report.taken(account.key()));
        case "counter" -> oracle.judgeCounter(account, number(store.value(account.key())));
        case "register", "pair" -> oracle.judgeLast(account, report.wrongReads(account.key()));
        default -> throw new IllegalArgumentException("nothing is known of " + account.kind());
      }
    }
    report.tornReads().forEach(oracle.verdict::addTorn);
    return oracle.verdict;
  }

  private void judgeList(Account account, List<String> values) {
    judgeList(account, values, 0);
  }

  /** With so many acknowledged values that may be missing. */
  private void judgeList(Account account, List<String> values, int mayMiss) {
    int doubtful = mayMiss;
    Set<Integer> present = new HashSet<>();
    int newest = 0;
    for (String value : values) {
      int number = Integer.parseInt(value);
      String example = account.key() + " number " + number;
      if (!present.add(number)) {
        verdict.addDuplicated(1, example);
      } else if (number > account.issued() || account.outcome(number) == Account.REFUSED) {
        verdict.addGhosts(1, example);
      } else if (account.isDone(number)) {
        // One whose outcome nobody learnt may come late: its client had given it up.
        if (number < newest) {
          verdict.addReordered(1, example + " after " + newest);
        }
        newest = Math.max(newest, number);
      }
    }
    for (int number = 1; number <= account.issued(); number++) {
      boolean missing = account.isDone(number) && !present.contains(number);
      if (missing && doubtful > 0) {
        doubtful--;
      } else if (missing) {
        judgeMissing(account, number, present);
      }
    }
  }

  /** What stands in lists that grow at their heads. */
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
   * A queue of which one thread has taken values. Each pop without a reply may have taken one. A master that is replaced
   * may have lost a pop, and its value is there again.
   */
  private void judgeTaken(Account account, List<String> taken) {
    List<String> all = new ArrayList<>(taken);
    all.addAll(oldestFirst(store, account.key()));
    List<String> values = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int doubtful = 0;
    for (String value : all) {
      if (value.equals("?")) {
        doubtful++;
      } else if (seen.add(value) || !isEverAtRisk(account)) {
        values.add(value);
      } else {
        verdict.addLostByServers(1);
      }
    }
    judgeList(account, values, doubtful);
  }

  private boolean isEverAtRisk(Account account) {
    return windows.stream().anyMatch(window -> window.shard() == account.shard());
  }

  private void judgeMissing(Account account, int number, Set<Integer> present) {
    long time = account.outcome(number);
    boolean byServers = windows.stream()
        .filter(window -> window.covers(account.shard(), time))
        .anyMatch(window -> !window.oneMaster()
            || present.stream()
                .noneMatch(later -> later > number
                    && later <= account.issued()
                    && account.isDone(later)
                    && account.outcome(later) <= window.until()));
    if (byServers) {
      verdict.addLostByServers(1);
    } else {
      verdict.addLost(1, account.key() + " number " + number + " of " + time);
    }
  }

  private void judgeCounter(Account account, int value) {
    int done = 0;
    int unknown = 0;
    int atRisk = 0;
    for (int number = 1; number <= account.issued(); number++) {
      if (account.isDone(number)) {
        done++;
        atRisk += isAtRisk(account, number) ? 1 : 0;
      } else if (account.isUnknown(number)) {
        unknown++;
      }
    }
    String example =
        account.key() + " is " + value + " after " + done + " and " + unknown + " unknown";
    int missing = Math.max(0, done - value);
    verdict.addLostByServers(Math.min(missing, atRisk));
    verdict.addLost(Math.max(0, missing - atRisk), example);
    verdict.addDuplicated(Math.max(0, value - done - unknown), example);
  }

  /** A register holds the number of its last write; reads on the way have told of earlier losses. */
  private void judgeLast(Account account, List<WrongRead> wrongReads) {
    for (WrongRead wrong : wrongReads) {
      judgeOverwritten(account, wrong.seen(), wrong.issued());
    }
    int value = number(store.value(account.key()));
    boolean told = wrongReads.stream()
        .anyMatch(wrong -> wrong.seen() == value && wrong.issued() == account.issued());
    boolean allowed = value > 0 && value <= account.issued() && account.isUnknown(value);
    if (!told && !allowed && value != lastDone(account, account.issued())) {
      judgeOverwritten(account, value, account.issued());
    }
  }

  /** One register holds an older write than it must. */
  private void judgeOverwritten(Account account, int seen, int issued) {
    String example = account.key() + " holds " + seen + " after " + issued + " writes";
    int last = lastDone(account, issued);
    if (seen > account.issued() || seen > 0 && account.outcome(seen) == Account.REFUSED) {
      verdict.addGhosts(1, example);
    } else if (last > seen && isAtRisk(account, last)) {
      verdict.addLostByServers(1);
    } else {
      verdict.addLost(1, example);
    }
  }

  private boolean isAtRisk(Account account, int number) {
    return windows.stream()
        .anyMatch(window -> window.covers(account.shard(), account.outcome(number)));
  }

  private static int lastDone(Account account, int issued) {
    int last = issued;
    while (last > 0 && !account.isDone(last)) {
      last--;
    }
    return last;
  }

  private static int number(String value) {
    return value == null ? 0 : Integer.parseInt(value);
  }
}
