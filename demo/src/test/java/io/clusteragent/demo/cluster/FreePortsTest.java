package io.clusteragent.demo.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  /** So many that two JVMs that choose at random would choose about a dozen of them both. */
  private static final int MANY = 400;

  /** Another JVM that takes ports. */
  static final class Other {
    public static void main(String[] args) {
      System.out.println(take().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
  }

  @Test
  void aPortIsHandedOutToOneJvmOnlyAlsoWhenUnused() throws IOException {
    Set<Integer> own = take();
    assertEquals(MANY, own.size());

    Process other = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    String printed =
        new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    Set<Integer> common =
        Stream.of(printed.split(",")).map(Integer::valueOf).collect(Collectors.toSet());
    assertEquals(MANY, common.size());
    common.retainAll(own);
    assertEquals(Set.of(), common);
  }

  @Test
  void portsInARowAreFreeWithTheirBusPorts() {
    int first = FreePorts.nextOf(7);
    Set<Integer> held = new HashSet<>();
    for (int port = first; port < first + 7; port++) {
      held.addAll(List.of(port, port + FreePorts.BUS_DISTANCE));
    }
    assertTrue(take().stream().noneMatch(held::contains));
  }

  private static Set<Integer> take() {
    return Stream.generate(FreePorts::next).limit(MANY).collect(Collectors.toSet());
  }
}
