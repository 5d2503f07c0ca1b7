package io.clusteragent.attach;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Controls a running JVM through {@code com.sun.tools.attach.VirtualMachine}. */
final class OtherJvm {
  private static final String API = "com.sun.tools.attach.VirtualMachine";

  private final Class<?> api;
  private final Object machine;

  private OtherJvm(Class<?> api, Object machine) {
    this.api = api;
    this.machine = machine;
  }

  static OtherJvm attach(String pid) throws AttachException {
    Class<?> api = api();
    TargetProcess.check(pid, () -> listJvmIds(api));
    try {
      return new OtherJvm(api, api.getMethod("attach", String.class).invoke(null, pid));
    } catch (InvocationTargetException e) {
      throw new AttachException(
          "cannot be attached to: " + reason(e.getCause())
              + ". It must be a running JVM of the same user, started without -XX:+DisableAttachMechanism");
    } catch (ReflectiveOperationException e) {
      throw unknownApi(e);
    }
  }

  /** The ids of the JVMs that this user can see. */
  private static List<String> listJvmIds(Class<?> api) throws AttachException {
    try {
      List<String> ids = new ArrayList<>();
      for (Object each : (List<?>) api.getMethod("list").invoke(null)) {
        Class<?> descriptor = each.getClass();
        ids.add((String) descriptor.getMethod("id").invoke(each));
      }
      return ids;
    } catch (InvocationTargetException e) {
      throw new AttachException(
          "cannot be looked up in this user's list of JVMs: " + reason(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw unknownApi(e);
    }
  }

  /**
   * Loads an agent and waits until it has started.
   *
   * @param jar the path of the jar in the file system of the other JVM
   */
  void loadAgent(String jar, String options) throws AttachException {
    try {
      api.getMethod("loadAgent", String.class, String.class).invoke(machine, jar, options);
    } catch (InvocationTargetException e) {
      // A JVM of JDK 8 replies "0" for success. The API of newer JDKs takes that for a failure.
      if (!"0".equals(e.getCause().getMessage())) {
        throw new AttachException("does not load " + jar + ": " + reason(e.getCause())
            + ". It must see the jar at that path");
      }
    } catch (ReflectiveOperationException e) {
      throw unknownApi(e);
    }
  }

  /** A system property of the other JVM, or {@code null}. */
  String systemProperty(String key) throws AttachException {
    try {
      return ((Properties) api.getMethod("getSystemProperties").invoke(machine)).getProperty(key);
    } catch (InvocationTargetException e) {
      throw new AttachException("does not return its system properties: " + reason(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw unknownApi(e);
    }
  }

  /** Starts its JMX connector for this machine, unless it runs already, and returns the connector's URL. */
  String startJmxConnector() throws AttachException {
    try {
      return (String) api.getMethod("startLocalManagementAgent").invoke(machine);
    } catch (InvocationTargetException e) {
      throw new AttachException("does not start its JMX connector: " + reason(e.getCause())
          + ". It must have the module jdk.management.agent");
    } catch (ReflectiveOperationException e) {
      throw unknownApi(e);
    }
  }

  void close() throws AttachException {
    try {
      api.getMethod("detach").invoke(machine);
    } catch (InvocationTargetException e) {
      throw new AttachException("does not close the attach connection: " + reason(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw unknownApi(e);
    }
  }

  private static Class<?> api() throws AttachException {
    try {
      return Class.forName(API);
    } catch (ClassNotFoundException e) { // JDK 8, or a run-time image without the module jdk.attach
      File tools = new File(System.getProperty("java.home"), "../lib/tools.jar");
      try {
        return new URLClassLoader(new URL[] {tools.toURI().toURL()}).loadClass(API);
      } catch (ClassNotFoundException | MalformedURLException missing) {
        throw new AttachException(
            "this Java (" + System.getProperty("java.home")
                + ") has no attach API. Start the command with the java of any JDK; it need not be that of the other JVM");
      }
    }
  }

  private static String reason(Throwable failure) {
    return failure instanceof IOException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  private static AttachException unknownApi(ReflectiveOperationException e) {
    return new AttachException("this Java has an unknown attach API: " + e);
  }
}
