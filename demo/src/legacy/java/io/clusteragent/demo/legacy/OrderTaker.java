package io.clusteragent.demo.legacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Runs one thread of the load, which takes orders of its own customers and knows the right state of the server. */
final class OrderTaker implements Runnable {
  private static final int CUSTOMERS = 250;
  private static final int PAGES_PER_ORDER = 10;
  private static final int ORDERS_PER_PACKED_ONE = 4;
  private static final long CENTS = 100;
  private static final long ENOUGH = 1_000_000_000;

  private final String name;
  private final Shop shop;
  private final LoadStatistics statistics;
  private final PackingLine packing;
  private final CountDownLatch end;
  private final List<KnownCount> payments = new ArrayList<KnownCount>();
  private final List<KnownCount> reservations = new ArrayList<KnownCount>();
  private final List<KnownCount> visits = new ArrayList<KnownCount>();

  OrderTaker(
      String name, Shop shop, LoadStatistics statistics, PackingLine packing, CountDownLatch end) {
    this.name = name;
    this.shop = shop;
    this.statistics = statistics;
    this.packing = packing;
    this.end = end;
    for (int i = 0; i < CUSTOMERS; i++) {
      String own = own(i);
      payments.add(
          new KnownCount("payments of " + own, statistics, () -> shop.accounts.entries(own)));
      reservations.add(
          new KnownCount("reservations of " + own, statistics, () -> shop.stock.reserved(own)));
      visits.add(new KnownCount("visits of " + own, statistics, () -> shop.statistics.value(own)));
    }
  }

  private String own(int index) {
    return name + "-" + index;
  }

  @Override
  public void run() {
    for (int i = 0; i < CUSTOMERS; i++) {
      String article = own(i);
      write("filling stock", () -> shop.stock.fill(article, ENOUGH));
    }
    for (int n = 0; end.getCount() > 0; n++) {
      takeOrder(n);
    }
  }

  private void takeOrder(int n) {
    int customer = n % CUSTOMERS;
    String id = own(customer);
    visitPages(customer);
    saveOrder(id, n);
    KnownCount paid = payments.get(customer);
    paid.raise(() -> shop.accounts.pay(id, CENTS, Long.toString(paid.value() + 1)));
    reservations.get(customer).raise(() -> shop.stock.reserve(id, 1));
    if (n % ORDERS_PER_PACKED_ONE == 0) {
      packing.put(name + "#" + n);
    }
  }

  private void visitPages(int first) {
    List<String> names = new ArrayList<String>();
    List<KnownCount> counts = new ArrayList<KnownCount>();
    for (int i = 0; i < PAGES_PER_ORDER; i++) {
      int page = (first + i) % CUSTOMERS;
      names.add(own(page));
      counts.add(visits.get(page));
    }
    long start = System.nanoTime();
    try {
      List<Long> values = shop.statistics.count(names);
      for (int i = 0; i < values.size(); i++) {
        counts.get(i).raisedTo(values.get(i));
      }
      statistics.done(values.size(), start);
    } catch (JedisConnectionException e) {
      statistics.unknown.addAndGet(counts.size());
      counts.forEach(KnownCount::reconcile);
    } catch (RuntimeException e) {
      statistics.error("pipeline", e);
      counts.forEach(KnownCount::reconcile);
    }
  }

  /** Overwrites the customer's previous order, and reads the hash and the ranking back. */
  private void saveOrder(String id, int n) {
    boolean saved = write("saving an order", () -> shop.orders.save(id, name, n));
    boolean ranked = write("ranking an order", () -> shop.orders.rank(id, n));
    long start = System.nanoTime();
    try {
      Map<String, String> found = shop.orders.find(id);
      if (saved && !Integer.toString(n).equals(found.get("cents"))) {
        statistics.compare("order " + id + " number " + n + " found as " + found, 1, 0);
      }
      Double value = shop.orders.rankedValue(id);
      if (ranked && (value == null || value != n)) {
        statistics.compare("rank of " + id + " number " + n + " found as " + value, 1, 0);
      }
      statistics.done(2, start);
    } catch (RuntimeException e) {
      statistics.error("reading an order", e);
    }
  }

  /** Executes an idempotent write; returns whether the server has confirmed it. */
  private boolean write(String what, Runnable command) {
    long start = System.nanoTime();
    try {
      command.run();
      statistics.done(1, start);
      return true;
    } catch (JedisConnectionException e) {
      statistics.unknown.incrementAndGet();
    } catch (RuntimeException e) {
      statistics.error(what, e);
    }
    return false;
  }

  /** Compares everything that this thread knows with the server. */
  void verify() {
    for (int i = 0; i < CUSTOMERS; i++) {
      payments.get(i).verify();
      reservations.get(i).verify();
      visits.get(i).verify();
      verifyLedger(own(i), payments.get(i).value());
    }
  }

  private void verifyLedger(String customer, long entries) {
    try {
      Map<String, Integer> found = new HashMap<String, Integer>();
      for (String note : shop.accounts.ledger(customer)) {
        found.merge(note, 1, Integer::sum);
      }
      for (long n = 1; n <= entries; n++) {
        statistics.compare(
            "payment " + n + " of " + customer, 1, found.getOrDefault(Long.toString(n), 0));
      }
      statistics.compare(
          "balance of " + customer, entries, shop.accounts.balance(customer) / CENTS);
      boolean balanced = shop.stock.left(customer) + shop.stock.reserved(customer) == ENOUGH;
      statistics.compare("left and reserved in balance for " + customer, 1, balanced ? 1 : 0);
    } catch (RuntimeException e) {
      statistics.error("verifying the ledger of " + customer, e);
    }
  }
}
