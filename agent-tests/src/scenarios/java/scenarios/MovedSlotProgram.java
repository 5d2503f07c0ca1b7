package scenarios;

import redis.clients.jedis.Jedis;

/** Continues its work while its slot moves to another master. */
final class MovedSlotProgram {
  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    out.line("before", jedis.incr("{moved}counter"));
    target.ask("move");
    for (int i = 0; i < 20; i++) {
      out.line("after", jedis.incr("{moved}counter"));
    }
    Jedis other = target.jedis();
    out.line("another connection", other.incr("{moved}counter"));
  }
}
