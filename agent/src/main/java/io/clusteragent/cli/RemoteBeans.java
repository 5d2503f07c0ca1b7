package io.clusteragent.cli;

import io.clusteragent.attach.AttachException;
import io.clusteragent.attach.RemoteAgent;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads the beans of an agent in another JVM. */
final class RemoteBeans implements Closeable {
  static final String REFRESHED = "refreshed";

  private static final String DOMAIN = "io.clusteragent";
  private static final String REQUESTED = "requested";
  private static final long REFRESH_SECONDS = 5;
  private static final long POLL_MILLIS = 20;

  private final String process;
  private final JMXConnector connector;
  private final MBeanServerConnection server;

  private RemoteBeans(String process, JMXConnector connector) throws IOException {
    this.process = process;
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
  }

  /** Connects to the process that is the call's only operand. */
  @SuppressWarnings("BanJNDI") // The JDK made the URL, and it is on this machine.
  static RemoteBeans in(Invocation call) throws ToolException {
    call.atMost(1);
    if (call.operands().isEmpty() || !call.operands().get(0).matches("\\d+")) {
      throw ToolException.usage("the operand PID must be the number of a process");
    }
    String process = "process " + call.operands().get(0);
    try {
      String url = RemoteAgent.jmxConnectorUrl(call.operands().get(0));
      return new RemoteBeans(process, JMXConnectorFactory.connect(new JMXServiceURL(url)));
    } catch (AttachException | IOException e) {
      throw ToolException.noAnswer(process + ": " + e.getMessage());
    }
  }

  /** The agent's own bean; {@code null} when no cluster has been found yet. */
  RemoteBean agent() throws ToolException {
    List<RemoteBean> agents = query("type=Agent");
    return agents.isEmpty() ? null : agents.get(0);
  }

  List<RemoteBean> clusters() throws ToolException {
    return query("type=Cluster,*");
  }

  List<RemoteBean> nodesOf(RemoteBean cluster) throws ToolException {
    return query("type=Node,cluster=" + ObjectName.quote(cluster.name()) + ",*");
  }

  private List<RemoteBean> query(String pattern) throws ToolException {
    return call(() -> {
      List<RemoteBean> all = new ArrayList<>();
      for (ObjectName name : server.queryNames(new ObjectName(DOMAIN + ":" + pattern), null)) {
        all.add(read(name));
      }
      all.sort(Comparator.comparing(RemoteBean::objectName));
      return all;
    });
  }

  /** Reads a bean again. */
  RemoteBean read(RemoteBean bean) throws ToolException {
    return call(() -> read(bean.objectName()));
  }

  private RemoteBean read(ObjectName name) throws IOException, JMException {
    List<String> names = new ArrayList<>();
    for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
      names.add(attribute.getName());
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (Attribute attribute :
        server.getAttributes(name, names.toArray(new String[0])).asList()) {
      attributes.put(attribute.getName(), attribute.getValue());
    }
    return new RemoteBean(name, attributes);
  }

  /**
   * Makes the agent refresh a cluster's slot map, and waits for the outcome.
   *
   * @return {@link #REFRESHED}, or why the slot map was not refreshed
   */
  String refresh(RemoteBean cluster) throws ToolException {
    Object outcome = call(() -> server.invoke(cluster.objectName(), "refresh", null, null));
    if (!REQUESTED.equals(outcome)) {
      return String.valueOf(outcome);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(REFRESH_SECONDS);
    while (System.nanoTime() - end < 0) {
      RemoteBean now = read(cluster);
      if (now.number("Refreshes") > cluster.number("Refreshes")) {
        boolean failed = now.number("RefreshesFailed") > cluster.number("RefreshesFailed");
        return failed ? "no node returned its topology" : REFRESHED;
      }
      pause();
    }
    return "not refreshed within " + REFRESH_SECONDS + " s";
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Remote<T> {
    T call() throws IOException, JMException;
  }

  private <T> T call(Remote<T> remote) throws ToolException {
    try {
      return remote.call();
    } catch (IOException | JMException e) {
      throw ToolException.noAnswer(process + " does not answer: " + e);
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // The process has ended in the meantime.
    }
  }
}
