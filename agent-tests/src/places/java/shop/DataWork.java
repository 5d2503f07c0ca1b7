package shop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.stereotype.Component;

/** Uses what Spring's template offers: values, structures, batches, transactions, scripts, messages. */
@Component
class DataWork {
  private static final int KEYS = 30;
  private static final int LONGEST_WAIT_SECONDS = 20;

  private final StringRedisTemplate redis;
  private final RedisConnectionFactory connections;

  DataWork(StringRedisTemplate redis, RedisConnectionFactory connections) {
    this.redis = redis;
    this.connections = connections;
  }

  void run(BiConsumer<String, Object> out) throws Exception {
    values(out);
    structures(out);
    batches(out);
    everything(out);
    messages(out);
  }

  private void values(BiConsumer<String, Object> out) {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < KEYS; i++) {
      redis.opsForValue().set("value" + i, "v" + i);
      out.accept("get", redis.opsForValue().get("value" + i));
      many.put("many" + i, "m" + i);
    }
    redis.opsForValue().multiSet(many);
    out.accept("multiGet", redis.opsForValue().multiGet(many.keySet()));
    out.accept("increment", redis.opsForValue().increment("count", 5));
    out.accept("setIfAbsent", redis.opsForValue().setIfAbsent("count", "1"));
    out.accept("expire", redis.expire("count", Duration.ofMinutes(1)));
    out.accept("getExpire", redis.getExpire("count") > 50);
    out.accept("delete many", redis.delete(many.keySet()));
    out.accept("hasKey", redis.hasKey("many1"));
    try {
      redis.opsForValue().increment("value1");
    } catch (DataAccessException e) {
      out.accept("an error", e.getClass().getSimpleName());
    }
  }

  private void structures(BiConsumer<String, Object> out) {
    for (int i = 0; i < KEYS; i++) {
      redis.opsForHash().putAll("hash" + i, Collections.singletonMap("field", "f" + i));
      redis.opsForList().rightPushAll("list" + i, "a", "b", "c");
      redis.opsForSet().add("set" + i, "x", "y");
      redis.opsForZSet().add("zset" + i, "z", i);
      out.accept("entries", redis.opsForHash().entries("hash" + i));
      out.accept("range", redis.opsForList().range("list" + i, 0, -1));
      out.accept("members", new TreeSet<>(redis.opsForSet().members("set" + i)));
      out.accept("score", redis.opsForZSet().score("zset" + i, "z"));
    }
    out.accept("pop", redis.opsForList().leftPop("list1", Duration.ofSeconds(1)));
    out.accept("pop of nothing", redis.opsForList().leftPop("no list", Duration.ofSeconds(1)));
    out.accept("stream", redis.opsForStream().add("stream", new TreeMap<>(many())) != null);
    out.accept("stream size", redis.opsForStream().size("stream"));
  }

  private static Map<String, String> many() {
    return Collections.singletonMap("k", "v");
  }

  private void batches(BiConsumer<String, Object> out) {
    out.accept(
        "pipeline", redis.executePipelined((SessionCallback<Object>) new SessionCallback<Object>() {
          @Override
          @SuppressWarnings("unchecked")
          public <K, V> Object execute(RedisOperations<K, V> operations) {
            RedisOperations<String, String> each = (RedisOperations<String, String>) operations;
            for (int i = 0; i < KEYS; i++) {
              each.opsForValue().increment("piped" + i, i);
              each.opsForValue().get("value" + i);
            }
            return null;
          }
        }));
    out.accept("transaction", redis.execute(new SessionCallback<List<Object>>() {
      @Override
      @SuppressWarnings("unchecked")
      public <K, V> List<Object> execute(RedisOperations<K, V> operations) {
        RedisOperations<String, String> each = (RedisOperations<String, String>) operations;
        each.watch("{tx}b");
        each.multi();
        each.opsForValue().set("{tx}a", "1");
        each.opsForValue().increment("{tx}b");
        each.opsForValue().get("{tx}a");
        return each.exec();
      }
    }));
    RedisScript<Long> script =
        RedisScript.of("return redis.call('incrby', KEYS[1], ARGV[1])", Long.class);
    for (int i = 0; i < 5; i++) {
      out.accept("script", redis.execute(script, Collections.singletonList("scripted" + i), "7"));
      out.accept("script", redis.execute(script, Collections.singletonList("scripted" + i), "7"));
    }
  }

  private void everything(BiConsumer<String, Object> out) {
    out.accept("keys", new TreeSet<>(redis.keys("value*")));
    TreeSet<String> scanned = new TreeSet<>();
    try (RedisConnection connection = connections.getConnection();
        Cursor<byte[]> cursor =
            connection.scan(ScanOptions.scanOptions().match("value*").count(7).build())) {
      while (cursor.hasNext()) {
        scanned.add(new String(cursor.next(), java.nio.charset.StandardCharsets.UTF_8));
      }
      out.accept("scan", scanned);
      out.accept("dbSize", connection.dbSize() > 4 * KEYS);
      out.accept("ping", connection.ping());
    }
    out.accept("unlink", redis.unlink(new ArrayList<>(Arrays.asList("value1", "value2", "none"))));
  }

  private void messages(BiConsumer<String, Object> out) throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    RedisMessageListenerContainer listeners = new RedisMessageListenerContainer();
    listeners.setConnectionFactory(connections);
    listeners.addMessageListener(
        (message, pattern) -> heard.add(message.toString()), new ChannelTopic("news"));
    listeners.afterPropertiesSet();
    listeners.start();
    String first = null;
    while (first == null) { // until it has subscribed
      redis.convertAndSend("news", "first");
      first = heard.poll(100, TimeUnit.MILLISECONDS);
    }
    redis.convertAndSend("news", "last");
    String last = first;
    while (last != null && last.equals("first")) {
      last = heard.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }
    out.accept("heard", last);
    listeners.destroy();
  }
}
