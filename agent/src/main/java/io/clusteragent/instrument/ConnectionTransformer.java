package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/**
 * Sees every class of the JVM go by and touches one, or one for each relocated copy of Jedis. Whatever goes wrong, Jedis
 * stays as it was and one line on stderr says so.
 */
public final class ConnectionTransformer implements ClassFileTransformer {
  private static final String CONNECTION = "redis.clients.jedis.Connection";
  private static final String INTERNAL_NAME = "redis/clients/jedis/Connection";
  private static final String[] NONE = {};

  private final Instrumentation instrumentation;
  private final Alarm alarm;
  private final String[] relocated;

  /**
   * @param instrumentation for a check that the weaving has come into effect; {@code null} for no check
   */
  public ConnectionTransformer(Configuration configuration, Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
    this.alarm = new Alarm(configuration);
    this.relocated = configuration.isStandard()
        ? NONE
        : internalNames(configuration.get(Options.JEDIS_PACKAGES).toArray(NONE));
  }

  private static String[] internalNames(String[] packages) {
    String[] names = new String[packages.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = packages[i].replace('.', '/') + "/Connection";
    }
    return names;
  }

  /** Whether a class of this name is what is woven. */
  public boolean weaves(String className) {
    return CONNECTION.equals(className)
        || relocated.length > 0 && isRelocated(className.replace('.', '/'));
  }

  private boolean isRelocated(String internalName) {
    for (String each : relocated) {
      if (each.equals(internalName)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public byte[] transform(
      final ClassLoader loader,
      final String className,
      final Class<?> redefined,
      ProtectionDomain domain,
      final byte[] classFile) {
    if (!INTERNAL_NAME.equals(className) && (relocated.length == 0 || !isRelocated(className))) {
      return null;
    }
    // With the agent's rights, not those of the application that needs the class just now.
    return AccessController.doPrivileged(new PrivilegedAction<byte[]>() {
      @Override
      public byte[] run() {
        return weave(loader, className, redefined, classFile);
      }
    });
  }

  private byte[] weave(ClassLoader loader, String className, Class<?> redefined, byte[] classFile) {
    try {
      if (!seesGateway(loader)) {
        alarm.raise(
            "the class loader of Jedis (" + loaderName(loader) + ") does not see the agent;"
                + " Jedis is left alone. Remedy: add -Xbootclasspath/a:cluster-agent.jar to the start line,"
                + " and in OSGi org.osgi.framework.bootdelegation=io.clusteragent.* to the framework's configuration");
        return null;
      }
      byte[] woven = ConnectMethodWeaver.weave(classFile);
      if (woven == null) {
        alarm.raise(
            "this version of Jedis makes its sockets in an unknown way; Jedis is left alone");
      } else if (instrumentation != null) {
        String name = className.replace('/', '.');
        new SelfCheck(instrumentation, loader, name, redefined != null, alarm).start();
      }
      return woven;
    } catch (Throwable t) {
      alarm.raise("Jedis could not be woven and is left alone: " + t);
      return null;
    }
  }

  /** Whether code of this loader that names the façade would reach this very agent. */
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
