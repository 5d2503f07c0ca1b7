package scenarios;

import redis.clients.jedis.Jedis;

/** Uses one key that has left the owner of its slot, and one that is still there. */
final class HalfMigratedSlotProgram {
  static final int ROUNDS = 10;

  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    jedis.set("{half}gone", "g");
    jedis.set("{half}here", "h");
    target.ask("migrate {half}gone");
    for (int i = 0; i < ROUNDS; i++) {
      out.line("gone", jedis.get("{half}gone"));
      out.line("here", jedis.get("{half}here"));
    }
    target.ask("finish");
    out.line("gone, at the new owner", jedis.get("{half}gone"));
    out.line("here, at the new owner", jedis.get("{half}here"));
  }
}
