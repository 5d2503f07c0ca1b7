package scenarios;

import redis.clients.jedis.Jedis;

final class SortingScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (String number : new String[] {"30", "1", "200", "17"}) {
      jedis.rpush("{sort}:numbers", number);
    }
    out.line("sort", jedis.sort("{sort}:numbers"));
    out.line("sort of nothing", jedis.sort("{sort}:none"));
    out.line("sort with STORE", jedis.sort("{sort}:numbers", "{sort}:stored"));
    out.line("stored", jedis.lrange("{sort}:stored", 0, -1));
    jedis.rpush("{sort}:numbers", "text");
    out.attempt("sort of a text", () -> jedis.sort("{sort}:numbers"));
    jedis.disconnect();
  }
}
