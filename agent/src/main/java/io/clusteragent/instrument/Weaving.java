package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import java.lang.instrument.Instrumentation;

/** Weaves Jedis's {@code Connection}. Whatever goes wrong, Jedis stays as it was and one line on stderr says so. */
final class Weaving {
  private final Configuration configuration;
  private final Instrumentation instrumentation;
  private final StartupFailure alarm;
  private Runnable preparation;

  Weaving(Configuration configuration, Instrumentation instrumentation, Runnable preparation) {
    this.configuration = configuration;
    this.instrumentation = instrumentation;
    this.alarm = new StartupFailure(configuration);
    this.preparation = preparation;
  }

  /** Weaves a class; {@code null} when it is to stay as it is. */
  byte[] weave(ClassLoader loader, String className, Class<?> redefined, byte[] classFile) {
    try {
      prepare();
      if (!seesGateway(loader)) {
        alarm.raise(
            "the class loader of Jedis (" + loaderName(loader) + ") does not see the agent;"
                + " Jedis is left alone. Remedy: add -Xbootclasspath/a:cluster-agent.jar to the start line, and in OSGi"
                + " io.clusteragent.* to org.osgi.framework.bootdelegation, behind what the framework's configuration has there");
        return null;
      }
      byte[] woven = ConnectMethodWeaver.weave(classFile);
      if (woven == null) {
        alarm.raise(
            "this version of Jedis makes its sockets in an unknown way; Jedis is left alone");
      } else if (instrumentation != null) {
        String name = className.replace('/', '.');
        new SelfCheck(instrumentation, loader, name, redefined != null, alarm, configuration)
            .start();
      }
      return woven;
    } catch (Throwable t) {
      alarm.raise("Jedis could not be woven and is left alone: " + t);
      return null;
    }
  }

  /** Done before any connection is made: the class that makes them is only about to be loaded. */
  private synchronized void prepare() {
    if (preparation != null) {
      preparation.run();
      preparation = null;
    }
  }

  /**
   * Whether code of this loader that names the façade would reach this very agent.
   *
   * <p>Some OSGi frameworks look outside of a bundle only for code outside of bundles, as this is. The answer holds all the same:
   * the JVM records what it found for the loader, and the woven class gets it without asking the loader again.
   */
  private static boolean seesGateway(ClassLoader loader) {
    try {
      return Class.forName(Gateway.class.getName(), false, loader) == Gateway.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** A class, not {@code toString()}: some loaders print their whole class path. */
  private static String loaderName(ClassLoader loader) {
    return loader == null ? "boot" : loader.getClass().getName();
  }
}
