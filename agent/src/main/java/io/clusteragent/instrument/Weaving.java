package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import java.lang.instrument.Instrumentation;

/** Weaves Jedis's {@code Connection}; logs one line if it fails, and leaves Jedis unchanged. */
final class Weaving {
  private final Configuration configuration;
  private final Instrumentation instrumentation;
  private final StartupFailure startupFailure;
  private Runnable preparation;

  Weaving(Configuration configuration, Instrumentation instrumentation, Runnable preparation) {
    this.configuration = configuration;
    this.instrumentation = instrumentation;
    this.startupFailure = new StartupFailure(configuration);
    this.preparation = preparation;
  }

  /** Weaves a class; returns {@code null} to leave it unchanged. */
  byte[] weave(ClassLoader loader, String className, Class<?> redefined, byte[] classFile) {
    try {
      runPreparation();
      if (!seesGateway(loader)) {
        startupFailure.report(
            "the class loader of Jedis (" + loaderName(loader) + ") does not see the agent;"
                + " Jedis is left alone. Remedy: add -Xbootclasspath/a:cluster-agent.jar to the start line, and in OSGi"
                + " io.clusteragent.* to org.osgi.framework.bootdelegation, behind what the framework's configuration lists there");
        return null;
      }
      byte[] woven = ConnectMethodWeaver.weave(classFile);
      if (woven == null) {
        startupFailure.report(
            "this version of Jedis makes its sockets in an unknown way; Jedis is left alone");
      } else if (instrumentation != null) {
        String name = className.replace('/', '.');
        new SelfCheck(
                instrumentation, loader, name, redefined != null, startupFailure, configuration)
            .start();
      }
      return woven;
    } catch (Throwable t) {
      startupFailure.report("Jedis could not be woven and is left alone: " + t);
      return null;
    }
  }

  /** Runs before the first connection: the class that makes connections is still being loaded. */
  private synchronized void runPreparation() {
    if (preparation != null) {
      preparation.run();
      preparation = null;
    }
  }

  /**
   * Whether code of this loader that refers to {@link Gateway} gets the class of this agent.
   *
   * <p>Some OSGi frameworks search outside of a bundle only for callers outside of bundles, such as this one. The result holds
   * for the woven class, too: the JVM records what it found for the loader, and does not ask the loader again.
   */
  private static boolean seesGateway(ClassLoader loader) {
    try {
      return Class.forName(Gateway.class.getName(), false, loader) == Gateway.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The loader's class. Its {@code toString()} would not do: some loaders print their whole class path. */
  private static String loaderName(ClassLoader loader) {
    return loader == null ? "boot" : loader.getClass().getName();
  }
}
