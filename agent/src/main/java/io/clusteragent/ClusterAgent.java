package io.clusteragent;

import io.clusteragent.attach.RemoteAgent;
import io.clusteragent.cli.CliEnvironment;
import io.clusteragent.cli.CommandLine;
import io.clusteragent.config.AgentVersion;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Option;
import io.clusteragent.config.Options;
import io.clusteragent.config.Options.OnFailure;
import io.clusteragent.instrument.ConnectionTransformer;
import io.clusteragent.instrument.Gateway;
import io.clusteragent.instrument.StartupFailure;
import java.lang.instrument.Instrumentation;

/**
 * Starts the agent, attached or with the JVM, and the command line.
 *
 * <p>{@link #premain} decides whether the agent is needed in this JVM, and registers {@link ConnectionTransformer}. It runs
 * before the application, in the application's main thread. It must never:
 *
 * <ul>
 *   <li>use {@code java.util.logging}, JMX or NIO: an application that sets its own log manager, MBean server or file system
 *       provider would come too late
 *   <li>use a lambda: early updates of JDK 8 break when one is linked before {@code main}
 *   <li>print to stdout
 *   <li>throw anything: the JVM would not start
 * </ul>
 *
 * <p>It loads nothing of Byte Buddy, so a JVM without Jedis loads only a few small classes.
 */
public final class ClusterAgent {

  private static final String BOOT_DELEGATION = "org.osgi.framework.bootdelegation";

  /** Static, as one class loader loads all agents of a JVM, whatever their jars. */
  private static boolean isLoaded;

  private static boolean isTransformerRegistered;

  /** The configuration with which the agent was started. */
  private static Configuration activeConfiguration = Configuration.STANDARD;

  private ClusterAgent() {}

  /** Called by the JVM for {@code -javaagent:cluster-agent.jar}. */
  public static synchronized void premain(String arguments, Instrumentation instrumentation) {
    try {
      if (JdkTool.isRunning()) {
        return;
      }
      if (isLoaded) {
        printLine("a second -javaagent:cluster-agent.jar is ignored");
        return;
      }
      isLoaded = true;
      Configuration configuration = configuration(arguments);
      if (configuration.isStandard() || configuration.get(Options.ENABLED)) {
        // An AOT cache loads the application's classes before any agent sees them (JEP 483).
        // Reading those of all loaders would take a millisecond.
        start(
            configuration,
            instrumentation,
            instrumentation.getInitiatedClasses(ClassLoader.getSystemClassLoader()));
      }
    } catch (IllegalArgumentException e) {
      printNotStarted(e.getMessage(), arguments);
    } catch (Throwable t) {
      printNotStarted(t.toString(), arguments);
    }
  }

  private static void printNotStarted(String reason, String arguments) {
    printLine("not started, Jedis is left alone: " + reason);
    // An agent that is switched off has no failures.
    if (readLeniently(Options.ENABLED, arguments)
        && readLeniently(Options.ON_FAILURE, arguments) == OnFailure.ABORT) {
      StartupFailure.abort();
    }
  }

  private static <T> T readLeniently(Option<T> option, String arguments) {
    return Configuration.readLeniently(option, arguments, System.getProperties(), System.getenv());
  }

  /** Called by the JVM when the jar is attached while it runs; reports the outcome in a system property and on stderr. */
  public static synchronized void agentmain(String arguments, Instrumentation instrumentation) {
    String outcome;
    try {
      outcome = configuration(arguments).get(Options.ENABLED)
          ? attach(arguments, instrumentation)
          : detach();
    } catch (IllegalArgumentException e) {
      outcome = RemoteAgent.FAILED + "attached: " + e.getMessage();
    } catch (Throwable t) {
      outcome = RemoteAgent.FAILED + "attached: " + t;
    }
    printLine(outcome);
    System.setProperty(RemoteAgent.OUTCOME, outcome);
  }

  private static String attach(String arguments, Instrumentation instrumentation) throws Exception {
    boolean wasRouting = Gateway.setRouting(true);
    if (isTransformerRegistered) {
      return wasRouting
          ? "attached already; its options stay as they are"
          : "attached again: new connections of Jedis are " + routedOrWatched()
              + "; options stay as they are";
    }
    isLoaded = true;
    Configuration configuration = configuration(arguments);
    start(configuration, instrumentation, instrumentation.getAllLoadedClasses());
    return "attached: new connections of Jedis are " + routedOrWatched()
        + ", open connections once they reconnect";
  }

  private static String detach() {
    return Gateway.setRouting(false) && isTransformerRegistered
        ? "detached: new connections of Jedis are plain, open connections stay " + routedOrWatched()
            + " until they reconnect"
        : "detached already, or never attached";
  }

  /** What the agent does with connections in the active mode. */
  private static String routedOrWatched() {
    return activeConfiguration.get(Options.MODE) == Options.Mode.AUDIT ? "watched" : "routed";
  }

  private static Configuration configuration(String arguments) {
    return Configuration.of(arguments, System.getProperties(), System.getenv());
  }

  /**
   * @param early classes that were loaded before the agent; Jedis may be among them
   */
  private static void start(
      Configuration configuration, Instrumentation instrumentation, Class<?>[] early)
      throws Exception {
    activeConfiguration = configuration;
    // Woven classes refer to Gateway; these loaders ask their parent only for listed packages.
    appendPackages("jboss.modules.system.pkgs", "io.clusteragent");
    // If this property is set, a framework ignores its own setting, which must not get lost.
    if (System.getProperty(BOOT_DELEGATION) != null) {
      appendPackages(BOOT_DELEGATION, "io.clusteragent.*");
    }
    ConnectionTransformer transformer =
        new ConnectionTransformer(configuration, instrumentation, new Preparation(configuration));
    instrumentation.addTransformer(transformer, true);
    isTransformerRegistered = true;
    System.setProperty(RemoteAgent.STARTED, "true");
    for (Class<?> loaded : early) {
      if (transformer.weaves(loaded.getName())) {
        instrumentation.retransformClasses(loaded);
      }
    }
  }

  private static void appendPackages(String property, String packages) {
    String others = System.getProperty(property);
    System.setProperty(
        property, others == null || others.isEmpty() ? packages : others + "," + packages);
  }

  /** Prints to stderr, not to the agent's log, which uses lambdas. */
  private static void printLine(String message) {
    System.err.println("[cluster-agent] " + message);
  }

  /** Called for {@code java -jar cluster-agent.jar}: runs a tool of the {@link CommandLine}. */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(
        AgentVersion.text(),
        new CliEnvironment(System.in, System.out, System.err, System.getenv()));
    System.exit(commands.run(arguments).number());
  }
}
