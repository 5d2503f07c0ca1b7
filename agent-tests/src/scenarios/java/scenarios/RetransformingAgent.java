package scenarios;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/** Another agent, which retransforms Jedis's classes again and again while they work, without changing them. */
public final class RetransformingAgent implements ClassFileTransformer, Runnable {
  private static final int PAUSE_MILLIS = 20;

  private final Instrumentation instrumentation;

  private RetransformingAgent(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  public static void premain(String arguments, Instrumentation instrumentation) {
    RetransformingAgent agent = new RetransformingAgent(instrumentation);
    instrumentation.addTransformer(agent, true);
    Thread thread = new Thread(agent, "retransforms");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    return className != null && className.startsWith("redis/clients/jedis/")
        ? classFile.clone()
        : null;
  }

  @Override
  public void run() {
    try {
      while (true) {
        for (Class<?> each : instrumentation.getAllLoadedClasses()) {
          if (each.getName().equals("redis.clients.jedis.Connection")
              || each.getName().equals("redis.clients.jedis.Jedis")) {
            instrumentation.retransformClasses(each);
          }
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
