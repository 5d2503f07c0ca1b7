// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;

/** Checks that MONITOR shows the commands of all masters. */
final class MonitorProgram {
  static void run(Target target, Transcript out) throws Exception {
    EventCollector events = new EventCollector("\"SET\" \"KEY\" \"x\"");
    JedisMonitor monitor = new JedisMonitor() {
      @Override
      public void onCommand(String command) {
        int end = command.indexOf("] ");
        if (end > 0) {
          events.add(command.substring(end + 2));
        }
      }
    };
    Thread reading = new Thread(() -> target.jedis().monitor(monitor));
    reading.setDaemon(true);
    reading.start();
    Jedis writer = target.jedis();
    events.awaitSettled(writer);
    out.line("before", events.ofOneRound(writer));
    target.ask("fail over another master");
    events.awaitSettled(writer);
    out.line("with a new master", events.ofOneRound(writer));
    out.line("the monitor lives", reading.isAlive());
  }
}
