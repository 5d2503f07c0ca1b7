package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.FreePorts;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads attributes and calls operations over JMX, as an operator does, while a program works. */
class SeenOverJmxIT {
  private static final String KEY = "user:1";

  private static RedisCluster cluster;
  private static int port;

  private final int slot = RedisCluster.slotOf(KEY);

  @BeforeAll
  static void start() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
    port = FreePorts.next();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void theBeansShowMetricsAndOperations() {
    AgentRun.of("7.4.0", "scenarios.SeenOverJmxProgram")
        .entry(cluster.masters().get(0))
        .property("com.sun.management.jmxremote.port", port)
        .property("com.sun.management.jmxremote.rmi.port", port)
        .property("com.sun.management.jmxremote.authenticate", false)
        .property("com.sun.management.jmxremote.ssl", false)
        .property("java.rmi.server.hostname", "127.0.0.1")
        .acts(this::act)
        .writesWhatIsExpected();
  }

  @SuppressWarnings("BanJNDI") // a JVM of this test, on the loopback interface
  private void act(String act) {
    JMXServiceURL url;
    try {
      url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
      try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
        act(act, connector.getMBeanServerConnection());
      }
    } catch (IOException | JMException e) {
      throw new IllegalStateException(act + ": " + e, e);
    }
  }

  private void act(String act, MBeanServerConnection jmx) throws IOException, JMException {
    switch (act) {
      case "see no beans":
        assertEquals(Set.of(), jmx.queryNames(new ObjectName("io.clusteragent:*"), null));
        break;
      case "forget the counts":
        awaitBeans(jmx);
        seeTheCluster(jmx);
        jmx.invoke(clusterBean(), "resetCounters", null, null);
        break;
      case "see the commands":
        seeTheCommands(jmx);
        break;
      case "move the slot":
        cluster.moveSlot(slot, anotherThan(cluster.masterOf(slot)));
        NodeStatistics.reset(cluster.nodes());
        break;
      case "see the redirection":
        long moved = NodeStatistics.errors(cluster.nodes(), "MOVED");
        assertEquals(moved, jmx.getAttribute(clusterBean(), "Moved"));
        assertEquals(moved, jmx.getAttribute(clusterBean(), "Redirected"));
        break;
      case "switch off":
        jmx.invoke(agentBean(), "switchRoutingOff", null, null);
        assertEquals(false, jmx.getAttribute(agentBean(), "Routing"));
        break;
      default:
        jmx.invoke(agentBean(), "switchRoutingOn", null, null);
        assertEquals(true, jmx.getAttribute(agentBean(), "Routing"));
    }
  }

  private static void awaitBeans(MBeanServerConnection jmx) throws IOException, JMException {
    ObjectName nodes = new ObjectName("io.clusteragent:type=Node,*");
    await("beans of all nodes", () -> jmx.queryNames(nodes, null).size() >= 6);
  }

  private void seeTheCluster(MBeanServerConnection jmx) throws IOException, JMException {
    assertEquals(3, jmx.getAttribute(clusterBean(), "Masters"));
    assertEquals(16384, jmx.getAttribute(clusterBean(), "SlotsCovered"));
    String[] nodes = (String[]) jmx.getAttribute(clusterBean(), "Nodes");
    assertEquals(
        3, Arrays.stream(nodes).filter(node -> node.contains(" replica")).count());
    RedisNode master = cluster.masterOf(slot);
    assertEquals("master", jmx.getAttribute(nodeBean(master), "Role"));
    assertEquals("5461-10921", jmx.getAttribute(nodeBean(master), "Slots"));
    Object place = jmx.invoke(
        clusterBean(), "locate", new Object[] {KEY}, new String[] {String.class.getName()});
    String replica = address(cluster.replicasOf(master).get(0));
    assertEquals("slot 10778, master " + address(master) + ", replicas [" + replica + "]", place);
    String pings = (String) jmx.invoke(clusterBean(), "pingAll", null, null);
    assertEquals(
        6, pings.lines().filter(line -> line.matches("127.0.0.1:\\d+ \\d+ us")).count());
  }

  private void seeTheCommands(MBeanServerConnection jmx) throws IOException, JMException {
    ObjectName master = nodeBean(cluster.masterOf(slot));
    assertEquals(50L, jmx.getAttribute(master, "Commands"));
    assertEquals(50L, jmx.getAttribute(clusterBean(), "Commands"));
    long timed = (Long) jmx.getAttribute(master, "RoundTripsTimed");
    assertTrue(timed >= 2 && timed <= 4, timed + " round trips were timed");
    assertTrue((Long) jmx.getAttribute(master, "RoundTripMicrosP50") > 0);
    assertEquals(0, jmx.getAttribute(master, "ConnectionsInUse"));
    assertEquals(1, jmx.getAttribute(clusterBean(), "ApplicationConnections"));
    assertEquals(0L, jmx.getAttribute(clusterBean(), "Moved"));
    long refreshes = (Long) jmx.getAttribute(clusterBean(), "Refreshes");
    jmx.invoke(clusterBean(), "refresh", null, null);
    await("a refresh", () -> (Long) jmx.getAttribute(clusterBean(), "Refreshes") > refreshes);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Await.until(what, Duration.ofSeconds(20), () -> {
      try {
        return condition.call() ? null : "not yet";
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static RedisNode anotherThan(RedisNode owner) {
    return cluster.masters().stream()
        .filter(node -> node != owner)
        .reduce((a, b) -> b)
        .get();
  }

  private static String address(RedisNode node) {
    return node.host() + ":" + node.port();
  }

  private static ObjectName agentBean() throws JMException {
    return new ObjectName("io.clusteragent:type=Agent");
  }

  private static ObjectName clusterBean() throws JMException {
    return new ObjectName(
        "io.clusteragent:type=Cluster,name=" + quoted(cluster.masters().get(0)));
  }

  private static ObjectName nodeBean(RedisNode node) throws JMException {
    return new ObjectName("io.clusteragent:type=Node,cluster="
        + quoted(cluster.masters().get(0)) + ",name=" + quoted(node));
  }

  private static String quoted(RedisNode node) {
    return ObjectName.quote(address(node));
  }
}
