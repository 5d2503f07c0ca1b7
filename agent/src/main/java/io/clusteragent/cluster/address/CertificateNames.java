package io.clusteragent.cluster.address;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers for which host names the certificates of nodes are valid.
 *
 * <p>A cluster may announce IP addresses although the certificates name hosts only. Then a node is verified under the host name
 * that the application wrote, or under the one that the cluster has for the node. Thread-safe.
 */
public final class CertificateNames {
  private static final int MOST = 10_000;

  /** By the host that the application wrote, and an IP address with or without a port. */
  private final ConcurrentMap<String, String> accepted = new ConcurrentHashMap<>();

  /**
   * Returns the hosts for which the node's certificate may be valid, the most likely one first.
   *
   * @param written the host that the application wrote
   */
  public Collection<String> of(NodeAddress node, String written) {
    if (!NodeAddress.isIp(node.host())) {
      return Collections.singleton(node.host());
    }
    Set<String> names = new LinkedHashSet<>(Arrays.asList(
        accepted.getOrDefault(key(written, node), ""),
        accepted.getOrDefault(key(written, node.host()), ""),
        node.host(),
        node.alias(),
        written));
    names.remove("");
    return Collections.unmodifiableSet(names);
  }

  /** Records that the node's certificate was accepted as one for this host. */
  public void accepted(NodeAddress node, String written, String name) {
    if (!name.equals(node.host())) {
      put(key(written, node), name);
    }
  }

  /** Records that the host that the application wrote led to this IP address. */
  public void ledTo(String ip, String written) {
    put(key(written, ip), written);
  }

  private void put(String key, String name) {
    if (accepted.size() >= MOST) {
      accepted.clear();
    }
    accepted.put(key, name);
  }

  private static String key(String written, Object address) {
    return written + ' ' + address;
  }
}
