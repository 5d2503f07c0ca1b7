package io.clusteragent.demo.legacy;

import java.util.Scanner;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/**
 * The main class. {@code legacy-service.jar HOST PORT} checks each feature once. {@code HOST PORT load SECONDS} takes orders for
 * that long, or until it reads the line {@code stop} from standard input. Exit code 0: success; 1: a failure; 2: wrong usage.
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

  /** The end of the input does not stop the load, because many services are started without an input. */
  private static void awaitStop(Load load) {
    Scanner lines = new Scanner(System.in, "UTF-8");
    while (lines.hasNextLine()) {
      if (lines.nextLine().equals("stop")) {
        load.stop();
      }
    }
  }
}
