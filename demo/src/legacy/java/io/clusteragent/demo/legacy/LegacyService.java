package io.clusteragent.demo.legacy;

import java.util.Scanner;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/**
 * The program: {@code legacy-service.jar HOST PORT} checks each feature once; {@code HOST PORT load
 * SECONDS} takes orders for that long, or until the line {@code stop} comes on its standard input. Exit code 0: all well; 1: something went wrong; 2: bad usage.
 */
public final class LegacyService {
  private static final int CONNECTIONS = 16;

  private LegacyService() {}

  public static void main(String[] args) throws InterruptedException {
    boolean load = args.length == 4 && args[2].equals("load");
    if (args.length != 2 && !load) {
      System.err.println("usage: java -jar legacy-service.jar HOST PORT [load SECONDS]");
      System.exit(2);
    }
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(CONNECTIONS);
    config.setMaxIdle(CONNECTIONS);
    boolean ok;
    try (JedisPool pool = new JedisPool(config, args[0], Integer.parseInt(args[1]))) {
      Shop shop = new Shop(pool, "shop:" + Long.toString(System.currentTimeMillis(), 36) + ":");
      ok = load ? load(shop, Integer.parseInt(args[3])) : new SelfCheck(shop).run();
    }
    System.exit(ok ? 0 : 1);
  }

  private static boolean load(Shop shop, int seconds) throws InterruptedException {
    Load load = new Load(shop);
    Thread input = new Thread(() -> awaitStop(load), "input");
    input.setDaemon(true);
    input.start();
    return load.run(seconds);
  }

  /** Returns without a stop at the end of the input: many who start a service give it none. */
  private static void awaitStop(Load load) {
    Scanner lines = new Scanner(System.in, "UTF-8");
    while (lines.hasNextLine()) {
      if (lines.nextLine().equals("stop")) {
        load.stop();
      }
    }
  }
}
