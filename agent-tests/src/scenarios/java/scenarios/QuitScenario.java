// until 5.0
package scenarios;

import redis.clients.jedis.Jedis;

final class QuitScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    jedis.set("quit:a", "1");
    out.line("quit", jedis.quit());
    out.line("the next one works", target.jedis().get("quit:a"));
  }
}
