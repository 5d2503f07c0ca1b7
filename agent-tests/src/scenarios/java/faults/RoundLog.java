// since 3.10
package faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that the harness needs to judge one round of the load. Thread-safe. */
final class Ledger {
  private static final int MOST_NOTES = 10_000;

  private final String round;
  private final List<Account> accounts = new ArrayList<Account>();
  private final Map<String, StringBuilder> taken = new TreeMap<String, StringBuilder>();
  private final List<String> notes = new ArrayList<String>();

  Ledger(String round) {
    this.round = round;
  }

  /**
   * Opens the account of a thread for a key of its own.
   *
   * @param name what tells the key from others of the thread with this tag
   */
  synchronized Account open(String kind, Place place, String name) {
    Account account = new Account(kind, place.shard, place.key(round, name));
    accounts.add(account);
    return account;
  }

  synchronized void note(String line) {
    if (notes.size() < MOST_NOTES) {
      notes.add(line);
    }
  }

  /** One value came out of a queue; {@code ?} if it is not known whether, and which. */
  synchronized void took(String key, String value) {
    StringBuilder values = taken.get(key);
    if (values == null) {
      values = new StringBuilder();
      taken.put(key, values);
    }
    values.append(' ').append(value);
  }

  /** What {@link Account#line} says, {@code taken KEY VALUE...}, and the notes. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<String>(notes);
    for (Map.Entry<String, StringBuilder> queue : taken.entrySet()) {
      lines.add("taken " + queue.getKey() + queue.getValue());
    }
    for (Account account : accounts) {
      if (account.issued() > 0) {
        lines.add(account.line());
      }
    }
    return lines;
  }
}
