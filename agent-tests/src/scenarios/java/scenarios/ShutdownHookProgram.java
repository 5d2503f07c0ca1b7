package scenarios;

import redis.clients.jedis.Jedis;

/** Sends commands only in a shutdown hook. */
public final class ShutdownHookProgram {
  private ShutdownHookProgram() {}

  /**
   * @param arguments the number of commands, and whether the connection stays open
   */
  public static void main(String[] arguments) {
    int commands = Integer.parseInt(arguments[0]);
    boolean leavesOpen = Boolean.parseBoolean(arguments[1]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> sayGoodbye(commands, leavesOpen)));
  }

  private static void sayGoodbye(int commands, boolean leavesOpen) {
    Jedis jedis = new Jedis(
        System.getProperty("target.host"),
        Integer.getInteger("target.port"),
        Target.TIMEOUT_MILLIS);
    for (int i = 0; i < commands; i++) {
      System.out.println("goodbye -> " + jedis.set("goodbye:" + i, "1"));
    }
    if (!leavesOpen) {
      jedis.disconnect();
    }
    System.out.flush();
  }
}
