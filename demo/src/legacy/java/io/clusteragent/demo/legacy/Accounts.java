package io.clusteragent.demo.legacy;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** Changes the balance and the ledger of an account together, in one transaction. */
final class Accounts {
  private final JedisPool pool;
  private final String prefix;

  Accounts(JedisPool pool, String prefix) {
    this.pool = pool;
    this.prefix = prefix;
  }

  /** Adds to the balance, and appends to the ledger; returns the length of the ledger. */
  long pay(String customer, long cents, String note) {
    try (Jedis jedis = pool.getResource()) {
      Transaction transaction = jedis.multi();
      transaction.incrBy(balanceKey(customer), cents);
      Response<Long> entries = transaction.rpush(ledgerKey(customer), note);
      transaction.exec();
      return entries.get();
    }
  }

  /**
   * Pays out if the balance allows it, under optimistic locking.
   *
   * @return whether it was paid
   */
  boolean withdraw(String customer, long cents, String note) {
    try (Jedis jedis = pool.getResource()) {
      jedis.watch(balanceKey(customer));
      String balance = jedis.get(balanceKey(customer));
      if (balance == null || Long.parseLong(balance) < cents) {
        jedis.unwatch();
        return false;
      }
      Transaction transaction = jedis.multi();
      transaction.decrBy(balanceKey(customer), cents);
      transaction.rpush(ledgerKey(customer), note);
      return transaction.exec() != null;
    }
  }

  long balance(String customer) {
    try (Jedis jedis = pool.getResource()) {
      String balance = jedis.get(balanceKey(customer));
      return balance == null ? 0 : Long.parseLong(balance);
    }
  }

  long entries(String customer) {
    try (Jedis jedis = pool.getResource()) {
      return jedis.llen(ledgerKey(customer));
    }
  }

  List<String> ledger(String customer) {
    try (Jedis jedis = pool.getResource()) {
      return jedis.lrange(ledgerKey(customer), 0, -1);
    }
  }

  private String balanceKey(String customer) {
    return prefix + "{" + customer + "}:balance";
  }

  private String ledgerKey(String customer) {
    return prefix + "{" + customer + "}:ledger";
  }
}
