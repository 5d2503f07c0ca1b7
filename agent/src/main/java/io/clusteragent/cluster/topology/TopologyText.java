package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Converts the nodes of clusters to plain text and back, for the topology cache.
 *
 * <pre>
 * cluster-agent topology 1
 * cluster
 * 10.0.0.7:7001 07c37dfeb235213a872192d90877d0cd55635b91
 * [2001:db8::7]:7001 67ed2db8d677e59ec4a4cefb06858cf2a1a89fa1
 * crc32 5f1c2d3e
 * </pre>
 *
 * <p>The masters come first. The last line is a checksum of all lines before it.
 */
public final class TopologyText {
  private static final String HEAD = "cluster-agent topology 1";
  private static final String CLUSTER = "cluster";
  private static final String CHECKSUM = "crc32 ";
  private static final Pattern NODE =
      Pattern.compile("\\[?([0-9A-Za-z._:%-]{1,255}?)]?:([0-9]{1,5}) ([0-9A-Za-z-]{1,64})");

  private TopologyText() {}

  /**
   * @param clusters for each cluster its nodes' ids by their addresses. Entries that do not fit the format are left out, since
   *     servers choose the names of their hosts
   */
  public static String write(List<Map<NodeAddress, String>> clusters) {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    for (Map<NodeAddress, String> ids : clusters) {
      text.append(CLUSTER).append('\n');
      for (Map.Entry<NodeAddress, String> node : ids.entrySet()) {
        String line = node.getKey() + " " + node.getValue();
        if (NODE.matcher(line).matches()) {
          text.append(line).append('\n');
        }
      }
    }
    String checksum = checksum(text);
    return text.append(CHECKSUM).append(checksum).append('\n').toString();
  }

  /**
   * @throws IllegalArgumentException when {@link #write} did not write the text, or the text is truncated
   */
  public static List<Map<NodeAddress, String>> read(String text) {
    int last = text.lastIndexOf(CHECKSUM);
    if (!text.startsWith(HEAD + "\n") || last < 0) {
      throw new IllegalArgumentException("it is not a topology file of the agent");
    }
    if (!text.substring(last).equals(CHECKSUM + checksum(text.substring(0, last)) + "\n")) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    List<Map<NodeAddress, String>> clusters = new ArrayList<>();
    Map<NodeAddress, String> ids = null;
    String body = text.substring(HEAD.length() + 1, last);
    for (String line : body.isEmpty() ? new String[0] : body.split("\n")) {
      if (line.equals(CLUSTER)) {
        ids = new LinkedHashMap<>();
        clusters.add(ids);
        continue;
      }
      Matcher node = NODE.matcher(line);
      int port = node.matches() ? Integer.parseInt(node.group(2)) : 0;
      if (ids == null || port < 1 || port > 65535) {
        throw new IllegalArgumentException("it contains a malformed line");
      }
      ids.put(new NodeAddress(node.group(1), port), node.group(3));
    }
    return clusters;
  }

  private static String checksum(CharSequence text) {
    CRC32 checksum = new CRC32();
    checksum.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(checksum.getValue());
  }
}
