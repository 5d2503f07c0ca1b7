package io.clusteragent.demo.legacy;

import redis.clients.jedis.JedisPool;

/** Creates the parts of the service, with one pool and one prefix of keys. */
final class Shop {
  final Orders orders;
  final Accounts accounts;
  final Stock stock;
  final PackingQueue queue;
  final Events events;
  final Statistics statistics;

  Shop(JedisPool pool, String prefix) {
    orders = new Orders(pool, prefix);
    accounts = new Accounts(pool, prefix);
    stock = new Stock(pool, prefix);
    queue = new PackingQueue(pool, prefix + "packing");
    events = new Events(pool, prefix + "events");
    statistics = new Statistics(pool, prefix);
  }
}
