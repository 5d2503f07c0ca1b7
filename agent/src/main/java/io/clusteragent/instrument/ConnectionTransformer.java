package io.clusteragent.instrument;

import io.clusteragent.log.Log;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees every class of the JVM go by and touches one. Whatever goes wrong, Jedis stays as it was and one line on stderr
 * says so.
 */
public final class ConnectionTransformer implements ClassFileTransformer {

  /** The one class that is woven. */
  public static final String CONNECTION = "redis.clients.jedis.Connection";

  private static final String INTERNAL_NAME = CONNECTION.replace('.', '/');

  private final AtomicBoolean said = new AtomicBoolean();

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (!INTERNAL_NAME.equals(className)) {
      return null;
    }
    try {
      if (!seesGateway(loader)) {
        say(
            "the class loader of Jedis (" + loaderName(loader) + ") does not see the agent;"
                + " Jedis is left alone. Remedy: add -Xbootclasspath/a:cluster-agent.jar to the start line");
        return null;
      }
      byte[] woven = ConnectMethodWeaver.weave(classFile);
      if (woven == null) {
        say("this version of Jedis makes its sockets in an unknown way; Jedis is left alone");
      }
      return woven;
    } catch (Throwable t) {
      say("Jedis could not be woven and is left alone: " + t);
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

  private void say(String message) {
    if (said.compareAndSet(false, true)) {
      Log.warn(message);
    }
  }
}
