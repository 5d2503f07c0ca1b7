package bench;

import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** Sends each call with a plain Jedis from a pool. */
class PlainClient implements Client {
  private final Pools pools;
  private final Data data;

  PlainClient(Pools pools, Data data) {
    this.pools = pools;
    this.data = data;
  }

  @Override
  public byte[] get(int key) {
    try (Jedis jedis = pools.lease(key)) {
      return jedis.get(data.key(key));
    }
  }

  @Override
  public String set(int key) {
    try (Jedis jedis = pools.lease(key)) {
      return jedis.set(data.key(key), data.value(key));
    }
  }

  @Override
  public Object[] pipeline(int[] keys) {
    try (Jedis jedis = pools.lease(keys[0])) {
      Pipeline pipeline = jedis.pipelined();
      Response<?>[] responses = new Response<?>[keys.length];
      for (int i = 0; i < keys.length; i++) {
        byte[] key = data.key(keys[i]);
        responses[i] = i % 2 == 0 ? pipeline.set(key, data.value(keys[i])) : pipeline.get(key);
      }
      pipeline.sync();
      return Replies.of(responses);
    }
  }

  @Override
  public List<byte[]> mget(int[] keys) {
    try (Jedis jedis = pools.lease(keys[0])) {
      return jedis.mget(data.keys(keys));
    }
  }

  @Override
  public Map<String, String> hgetAll(int key) {
    try (Jedis jedis = pools.lease(key)) {
      return jedis.hgetAll(data.keyText(key));
    }
  }

  @Override
  public List<byte[]> lrange(int key) {
    try (Jedis jedis = pools.lease(key)) {
      return jedis.lrange(data.key(key), 0, -1);
    }
  }

  @Override
  public List<Object> transaction(int key) {
    try (Jedis jedis = pools.lease(key)) {
      Transaction transaction = jedis.multi();
      transaction.set(data.key(key), data.value(key));
      transaction.get(data.key(key));
      return transaction.exec();
    }
  }

  @Override
  public Object evalsha(byte[] sha1, int key) {
    try (Jedis jedis = pools.lease(key)) {
      return jedis.evalsha(sha1, 1, data.key(key));
    }
  }

  @Override
  public void fillHash(int key, Map<String, String> hash) {
    try (Jedis jedis = pools.lease(key)) {
      jedis.hmset(data.keyText(key), hash);
    }
  }

  @Override
  public void fillList(int key, byte[][] elements) {
    try (Jedis jedis = pools.lease(key)) {
      jedis.del(data.key(key));
      jedis.rpush(data.key(key), elements);
    }
  }
}
