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
 * The agent's entrance: decides whether there is anything to do in this JVM, and registers {@link
 * ConnectionTransformer}.
 *
 * <p>{@link #premain} runs before the application, in its thread. It must never use {@code java.util.logging}, JMX or
 * NIO (an application that sets its own log manager, MBean server or file system provider would come too late), nor a
 * lambda (early updates of JDK 8 break when one is linked before {@code main}), nor print to stdout, nor let anything
 * be thrown: the JVM would not start. It loads nothing of Byte Buddy, so a JVM without Jedis pays for a few small
 * classes only.
 */
public final class ClusterAgent {

  private static final String BOOT_DELEGATION = "org.osgi.framework.bootdelegation";

  /** A static field is enough: every agent of a JVM is loaded by the same class loader, whatever its jar. */
  private static boolean isHere;

  private static boolean isTransforming;

  /** By what it was started. */
  private static Configuration started = Configuration.STANDARD;

  private ClusterAgent() {}

  /** Called by the JVM for {@code -javaagent:cluster-agent.jar}. */
  public static synchronized void premain(String arguments, Instrumentation instrumentation) {
    try {
      if (JdkTool.isRunning()) {
        return;
      }
      if (isHere) {
        say("a second -javaagent:cluster-agent.jar is ignored");
        return;
      }
      isHere = true;
      Configuration configuration = configuration(arguments);
      if (configuration.isStandard() || configuration.get(Options.ENABLED)) {
        // An AOT cache loads the application's classes before any agent sees them (JEP 483).
        // To look at those of all loaders takes a millisecond.
        start(
            configuration,
            instrumentation,
            instrumentation.getInitiatedClasses(ClassLoader.getSystemClassLoader()));
      }
    } catch (IllegalArgumentException e) {
      notStarted(e.getMessage(), arguments);
    } catch (Throwable t) {
      notStarted(t.toString(), arguments);
    }
  }

  private static void notStarted(String reason, String arguments) {
    say("not started, Jedis is left alone: " + reason);
    // An agent that is switched off fails at nothing.
    if (only(Options.ENABLED, arguments)
        && only(Options.ON_FAILURE, arguments) == OnFailure.ABORT) {
      StartupFailure.abort();
    }
  }

  private static <T> T only(Option<T> option, String arguments) {
    return Configuration.readLeniently(option, arguments, System.getProperties(), System.getenv());
  }

  /** Called by the JVM when the jar is attached while it runs; what came of it goes to a system property, and to stderr. */
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
    say(outcome);
    System.setProperty(RemoteAgent.OUTCOME, outcome);
  }

  private static String attach(String arguments, Instrumentation instrumentation) throws Exception {
    boolean wasRouting = Gateway.setRouting(true);
    if (isTransforming) {
      return wasRouting
          ? "attached already; its options stay as they are"
          : "attached again: new connections of Jedis are " + treated()
              + "; options stay as they are";
    }
    isHere = true;
    Configuration configuration = configuration(arguments);
    start(configuration, instrumentation, instrumentation.getAllLoadedClasses());
    return "attached: new connections of Jedis are " + treated()
        + ", those that are open once they reconnect";
  }

  private static String detach() {
    return Gateway.setRouting(false) && isTransforming
        ? "detached: new connections of Jedis are plain, those that are " + treated()
            + " stay so until they reconnect"
        : "detached already, or never attached";
  }

  /** What becomes of connections. */
  private static String treated() {
    return started.get(Options.MODE) == Options.Mode.AUDIT ? "watched" : "routed";
  }

  private static Configuration configuration(String arguments) {
    return Configuration.of(arguments, System.getProperties(), System.getenv());
  }

  /**
   * @param early classes that were loaded before the agent, among which Jedis may be
   */
  private static void start(
      Configuration configuration, Instrumentation instrumentation, Class<?>[] early)
      throws Exception {
    started = configuration;
    // Woven classes name the agent's façade; these loaders ask their parent only for the packages
    // that are listed.
    append("jboss.modules.system.pkgs", "io.clusteragent");
    // A framework takes this property in place of its own setting, which must not get lost.
    if (System.getProperty(BOOT_DELEGATION) != null) {
      append(BOOT_DELEGATION, "io.clusteragent.*");
    }
    ConnectionTransformer transformer =
        new ConnectionTransformer(configuration, instrumentation, new Preparation(configuration));
    instrumentation.addTransformer(transformer, true);
    isTransforming = true;
    System.setProperty(RemoteAgent.STARTED, "true");
    for (Class<?> loaded : early) {
      if (transformer.weaves(loaded.getName())) {
        instrumentation.retransformClasses(loaded);
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

  /** Called for {@code java -jar cluster-agent.jar}: runs a tool of the {@link CommandLine}. */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(
        AgentVersion.text(),
        new CliEnvironment(System.in, System.out, System.err, System.getenv()));
    System.exit(commands.run(arguments).number());
  }
}
