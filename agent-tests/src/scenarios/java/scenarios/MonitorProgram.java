// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;

/** MONITOR shows what all masters do. */
final class MonitorProgram {
  static void run(Target target, Transcript out) throws Exception {
    Notices notices = new Notices("\"SET\" \"KEY\" \"x\"");
    JedisMonitor monitor = new JedisMonitor() {
      @Override
      public void onCommand(String command) {
        int end = command.indexOf("] ");
        if (end > 0) {
          notices.add(command.substring(end + 2));
        }
      }
    };
    Thread reading = new Thread(() -> target.jedis().monitor(monitor));
    reading.setDaemon(true);
    reading.start();
    Jedis writer = target.jedis();
    notices.awaitSettled(writer);
    out.line("before", notices.ofOneRound(writer));
    target.ask("fail over another master");
    notices.awaitSettled(writer);
    out.line("with a new master", notices.ofOneRound(writer));
    out.line("the monitor lives", reading.isAlive());
  }
}
