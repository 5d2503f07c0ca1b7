package io.clusteragent.observe;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Registers the beans in the platform's MBean server.
 *
 * <p>The agent has one bean. Each cluster has one, named by the address at which it was found: {@code
 * io.clusteragent:type=Cluster,name="10.0.0.7:7000"}. Each of its nodes has one: {@code
 * type=Node,cluster="10.0.0.7:7000",name="10.0.0.8:7000"}.
 */
final class Registry {
  private static final String DOMAIN = "io.clusteragent";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Map<Cluster, Map<Node, ObjectName>> registered = new HashMap<>();

  Registry(Switch routing) throws JMException {
    server.registerMBean(AgentBean.of(routing), new ObjectName(DOMAIN + ":type=Agent"));
  }

  void update(Cluster cluster) throws JMException {
    Map<Node, ObjectName> nodes = registered.get(cluster);
    if (nodes == null) {
      server.registerMBean(ClusterBean.of(cluster), nameOf(cluster));
      nodes = new LinkedHashMap<>();
      registered.put(cluster, nodes);
    }
    Set<Node> known = new HashSet<>(cluster.nodes());
    for (Node node : known) {
      if (!nodes.containsKey(node)) {
        ObjectName name = nameOf(cluster, node);
        server.registerMBean(NodeBean.of(cluster, node), name);
        nodes.put(node, name);
      }
    }
    for (Node node : nodes.keySet().toArray(new Node[0])) {
      if (!known.contains(node)) {
        server.unregisterMBean(nodes.remove(node));
      }
    }
  }

  /** Removes the beans of lost clusters. Another cluster, or none, is at the addresses of a lost one. */
  void unregisterLost() throws JMException {
    for (Cluster cluster : registered.keySet().toArray(new Cluster[0])) {
      if (cluster.isLost()) {
        server.unregisterMBean(nameOf(cluster));
        for (ObjectName node : registered.remove(cluster).values()) {
          server.unregisterMBean(node);
        }
      }
    }
  }

  private static ObjectName nameOf(Cluster cluster) throws JMException {
    return new ObjectName(DOMAIN + ":type=Cluster,name=" + quoted(cluster.entry()));
  }

  private static ObjectName nameOf(Cluster cluster, Node node) throws JMException {
    return new ObjectName(DOMAIN + ":type=Node,cluster=" + quoted(cluster.entry()) + ",name="
        + quoted(node.address()));
  }

  private static String quoted(Object address) {
    return ObjectName.quote(address.toString());
  }
}
