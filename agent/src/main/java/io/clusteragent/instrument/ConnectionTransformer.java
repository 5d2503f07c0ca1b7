package io.clusteragent.instrument;

import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/**
 * Selects Jedis's {@code Connection}, also of relocated copies, for {@link Weaving}.
 *
 * <p>The JVM offers it every class. The rest of the agent is loaded when Jedis's class comes, so a JVM without Jedis loads only
 * this one.
 */
public final class ConnectionTransformer implements ClassFileTransformer {
  private static final String CONNECTION = "redis.clients.jedis.Connection";
  private static final String INTERNAL_NAME = "redis/clients/jedis/Connection";
  private static final String[] NONE = {};

  private final Configuration configuration;
  private final Instrumentation instrumentation;
  private final Runnable preparation;
  private final String[] relocated;
  private Weaving weaving;

  /**
   * @param instrumentation for the {@link SelfCheck} of woven classes; {@code null} for no check
   * @param preparation runs once, before the first class is woven
   */
  public ConnectionTransformer(
      Configuration configuration, Instrumentation instrumentation, Runnable preparation) {
    this.configuration = configuration;
    this.instrumentation = instrumentation;
    this.preparation = preparation;
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

  /** Whether the agent weaves the class of this name. */
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
    // Runs with the agent's rights, not those of the application code that loads the class.
    return AccessController.doPrivileged(new PrivilegedAction<byte[]>() {
      @Override
      public byte[] run() {
        return weave(loader, className, redefined, classFile);
      }
    });
  }

  private byte[] weave(ClassLoader loader, String className, Class<?> redefined, byte[] classFile) {
    try {
      return weaving().weave(loader, className, redefined, classFile);
    } catch (Throwable t) { // the agent's jar was deleted or replaced
      System.err.println("[cluster-agent] Jedis could not be woven and is left alone: " + t);
      if (!configuration.isStandard()
          && configuration.get(Options.ON_FAILURE) == Options.OnFailure.ABORT) {
        Runtime.getRuntime().halt(StartupFailure.ABORTED); // a constant: the class may be gone
      }
      return null;
    }
  }

  private synchronized Weaving weaving() {
    if (weaving == null) {
      weaving = new Weaving(configuration, instrumentation, preparation);
    }
    return weaving;
  }
}
