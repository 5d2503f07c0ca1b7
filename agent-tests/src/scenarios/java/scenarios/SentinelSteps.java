// since 2.9
package scenarios;

import java.util.concurrent.TimeUnit;

/** Uses a client that gets its server's address from Sentinels, while that server dies permanently. */
final class SentinelSteps {
  private static final int KEYS = 100;
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_MILLIS = 20;

  /** A client of any Jedis line. */
  interface Client {
    Object master();

    void set(String key, String value) throws Exception;

    String get(String key) throws Exception;

    void close() throws Exception;
  }

  private SentinelSteps() {}

  static void run(Target target, Transcript out, Client client) throws Exception {
    Object first = client.master();
    out.line("the master is the first node", first.toString().endsWith(":" + target.port));
    out.line("before", write(client, "before"));
    target.ask("kill");
    int failed = 0;
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (client.master().equals(first) && System.nanoTime() < end) {
      try {
        client.get("sentinel:0");
      } catch (Exception e) {
        failed++;
        e.printStackTrace();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    out.line("another master", !client.master().equals(first));
    out.line("failed", failed);
    target.ask("await the failover");
    out.line("afterwards", write(client, "after"));
    client.close();
    out.line("no listener is left", endsListening());
  }

  private static int write(Client client, String value) throws Exception {
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      client.set("sentinel:" + i, value);
      right += value.equals(client.get("sentinel:" + i)) ? 1 : 0;
    }
    return right;
  }

  /** Whether the threads that wait for events of Sentinels end: they wait in a read without a timeout. */
  private static boolean endsListening() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    boolean listening = true;
    while (listening && System.nanoTime() < end) {
      listening = false;
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        listening |= thread.getName().contains("Listener");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return !listening;
  }
}
