package io.clusteragent.cluster.view;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.AtomicFile;
import io.clusteragent.cluster.topology.TopologyText;
import io.clusteragent.log.Log;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the nodes of all known clusters in a file.
 *
 * <p>The file serves a later start at which an application's entry node is down. The agent writes it in the background, when
 * the nodes changed. The agent reads it once, when an application cannot connect. The file never holds credentials. The agent
 * does not use a damaged file, or one that users other than its owner may write.
 */
public final class TopologyCache {

  /** A cache that keeps nothing. */
  public static final TopologyCache NONE = new TopologyCache("");

  private static final long LONGEST_BYTES = 1024 * 1024;

  private final String file;
  private String saved = "";
  private boolean failureReported;
  private List<Map<NodeAddress, String>> loaded;

  /**
   * @param file its path; empty when the cache keeps nothing
   */
  public TopologyCache(String file) {
    this.file = file;
  }

  /** Writes the file, if its content changed. Clusters in the file that this JVM has not met stay in it. */
  synchronized void save(Collection<Cluster> clusters) {
    if (file.isEmpty()) {
      return;
    }
    List<Map<NodeAddress, String>> ids = new ArrayList<>();
    for (Cluster cluster : clusters) {
      ids.add(idsOf(cluster));
    }
    for (Map<NodeAddress, String> other : read()) {
      if (isUnmet(other, ids)) {
        ids.add(other);
      }
    }
    String text = TopologyText.write(ids);
    if (!text.equals(saved) && write(text)) {
      saved = text;
    }
  }

  /**
   * The content of the file: for each cluster its nodes' ids by their addresses, masters first.
   *
   * @return empty when there is no file, or no usable one
   */
  public synchronized List<Map<NodeAddress, String>> read() {
    if (loaded == null) {
      loaded = Collections.emptyList();
      if (!file.isEmpty() && new File(file).exists()) {
        try {
          loaded = TopologyText.read(text());
        } catch (IOException | IllegalArgumentException e) {
          Log.warn("the agent does not use the topology cache " + file + ": " + e.getMessage());
        }
      }
    }
    return loaded;
  }

  private static Map<NodeAddress, String> idsOf(Cluster cluster) {
    Map<NodeAddress, String> ids = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>(cluster.slots().masters());
    nodes.addAll(cluster.members());
    for (Node node : nodes) {
      if (!node.id().isEmpty()) {
        ids.put(node.address(), node.id());
      }
    }
    return ids;
  }

  private static boolean isUnmet(
      Map<NodeAddress, String> kept, List<Map<NodeAddress, String>> known) {
    for (Map<NodeAddress, String> ids : known) {
      if (!Collections.disjoint(kept.values(), ids.values())) {
        return false;
      }
    }
    return true;
  }

  private String text() throws IOException {
    Path path = new File(file).toPath();
    if (AtomicFile.isPosix(path)) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IOException("users other than its owner may write it");
      }
    }
    if (Files.size(path) > LONGEST_BYTES) {
      throw new IOException("it is larger than any file that the agent writes");
    }
    return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
  }

  private boolean write(String text) {
    try {
      new AtomicFile(file).replace(text);
      failureReported = false;
      return true;
    } catch (IOException | RuntimeException e) {
      if (!failureReported) {
        Log.warn(
            "the topology cache " + file + " could not be written; the agent tries again: " + e);
      }
      failureReported = true;
      return false;
    }
  }
}
