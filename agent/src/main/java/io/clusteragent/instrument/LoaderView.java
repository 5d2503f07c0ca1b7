package io.clusteragent.instrument;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Finds out whether the classes of a loader can see {@link Gateway}.
 *
 * <p>OSGi frameworks answer by who asks. Apache Felix looks outside of a bundle for a class that code outside of bundles asks
 * for (implicit boot delegation), as the agent's is, and not for one that the bundle's own code names. So the bundle is asked,
 * too: {@code Bundle.loadClass} is answered as to the bundle's own code. Equinox does it the other way round: there the loader's
 * answer is the true one. Both must be positive.
 */
final class LoaderView {
  private static final String BUNDLE_REFERENCE = "org.osgi.framework.BundleReference";
  private static final String BUNDLE = "org.osgi.framework.Bundle";

  private LoaderView() {}

  /** Whether code of this loader that names the façade would reach this very agent. */
  static boolean seesGateway(ClassLoader loader) {
    try {
      String name = Gateway.class.getName();
      if (Class.forName(name, false, loader) != Gateway.class) {
        return false;
      }
      Class<?> reference = loader == null ? null : superType(loader.getClass(), BUNDLE_REFERENCE);
      if (reference == null) {
        return true;
      }
      Object bundle = reference.getMethod("getBundle").invoke(loader);
      Class<?> type = Class.forName(BUNDLE, false, reference.getClassLoader());
      Method loadClass = type.getMethod("loadClass", String.class);
      return loadClass.invoke(bundle, name) == Gateway.class;
    } catch (InvocationTargetException e) { // the bundle does not see it
      return false;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }

  private static Class<?> superType(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Class<?> implemented : each.getInterfaces()) {
        if (implemented.getName().equals(name)) {
          return implemented;
        }
        Class<?> inherited = superType(implemented, name);
        if (inherited != null) {
          return inherited;
        }
      }
    }
    return null;
  }
}
