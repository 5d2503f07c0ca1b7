package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clusteragent.cluster.address.NodeAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTextTest {
  private static final List<Map<NodeAddress, String>> CLUSTERS = List.of(
      Map.of(new NodeAddress("10.0.0.7", 7001), "07c37dfe"),
      Map.of(
          new NodeAddress("2001:db8::7", 65535), "67ed", new NodeAddress("one.example", 1), "ab"));

  @Test
  void aWrittenTextIsReadBack() {
    assertEquals(CLUSTERS, TopologyText.read(TopologyText.write(CLUSTERS)));
    assertEquals(List.of(), TopologyText.read(TopologyText.write(List.of())));
  }

  @Test
  void anInvalidHostNameIsLeftOut() {
    Map<NodeAddress, String> odd =
        Map.of(new NodeAddress("a\nb", 1), "aa", new NodeAddress("a b", 1), "bb");

    assertEquals(List.of(Map.of()), TopologyText.read(TopologyText.write(List.of(odd))));
  }

  @Test
  void aTextThatWasCutOrChangedIsRefused() {
    String text = TopologyText.write(CLUSTERS);
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThrows(IllegalArgumentException.class, () -> TopologyText.read(cut), cut);
    }
    for (int i = 0; i < text.length(); i++) {
      char[] chars = text.toCharArray();
      chars[i] = (char) (chars[i] ^ 1);
      String changed = new String(chars);
      assertThrows(IllegalArgumentException.class, () -> TopologyText.read(changed), changed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "cluster-agent topology 2\ncrc32 0\n",
        "# a comment\ncluster-agent topology 1\n",
      })
  void aTextOfAnotherFormatIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> TopologyText.read(text));
  }
}
