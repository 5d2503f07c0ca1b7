package io.clusteragent;

import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.instrument.ConnectionTransformer;
import io.clusteragent.instrument.Gateway;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The agent's entrance: decides whether there is anything to do in this JVM, and registers {@link
 * ConnectionTransformer}.
 *
 * <p>{@link #premain} runs before the application, in its thread. It must never use {@code java.util.logging}, JMX or
 * NIO (an application that sets its own log manager, MBean server or file system provider would come too late), nor a
 * lambda (early updates of JDK 8 break when one is linked before {@code main}), nor print to stdout, nor let anything
 * be thrown: the JVM would not start. It loads nothing of Byte Buddy, so a JVM without Jedis pays for three small
 * classes only.
 */
public final class ClusterAgent {

  /** In a static field: every {@code -javaagent} of a JVM is loaded by the same class loader, whatever its jar. */
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private ClusterAgent() {}

  /** Called by the JVM for {@code -javaagent:cluster-agent.jar}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    try {
      if (JdkTool.isRunning()) {
        return;
      }
      if (!STARTED.compareAndSet(false, true)) {
        say("a second -javaagent:cluster-agent.jar is ignored");
        return;
      }
      Configuration configuration =
          Configuration.of(arguments, System.getProperties(), System.getenv());
      if (configuration.get(Options.ENABLED)) {
        Gateway.configure(configuration);
        start(instrumentation);
      }
    } catch (IllegalArgumentException e) {
      say("not started, Jedis is left alone: " + e.getMessage());
    } catch (Throwable t) {
      say("not started, Jedis is left alone: " + t);
    }
  }

  private static void start(Instrumentation instrumentation) throws Exception {
    // Woven classes name the agent's façade; these loaders ask their parent only for the packages
    // that are listed.
    append("jboss.modules.system.pkgs", "io.clusteragent");
    append("org.osgi.framework.bootdelegation", "io.clusteragent.*");
    instrumentation.addTransformer(new ConnectionTransformer(), true);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals(ConnectionTransformer.CONNECTION)) {
        instrumentation.retransformClasses(
            loaded); // an AOT cache loads classes before any agent sees them (JEP 483)
      }
    }
  }

  private static void append(String property, String packages) {
    String others = System.getProperty(property);
    System.setProperty(
        property, others == null || others.isEmpty() ? packages : others + "," + packages);
  }

  /** Not through the agent's log, which uses lambdas. */
  private static void say(String message) {
    System.err.println("[cluster-agent] " + message);
  }

  /** Called for {@code java -jar cluster-agent.jar}: prints version and usage. */
  public static void main(String[] arguments) {
    String version = ClusterAgent.class.getPackage().getImplementationVersion();
    System.out.println("cluster-agent " + (version == null ? "(not packaged)" : version));
    System.out.println("Makes a program written for plain Jedis work on a Redis Cluster.");
    System.out.println();
    System.out.println("Usage: java -javaagent:cluster-agent.jar -jar your-program.jar");
  }
}
