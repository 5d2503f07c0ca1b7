package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.tests.ExpectedLines;
import io.clusteragent.tests.ForkedJvm;
import io.clusteragent.tests.Programs;
import io.clusteragent.tests.ScenarioSuite;
import io.clusteragent.tests.Transcripts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests thousands of virtual threads on a few carriers: each gets its own replies, and the agent pins none to its carrier. */
@Tag("long")
class VirtualThreadsIT {
  private static final String PROGRAM = "scenarios.VirtualThreadsProgram";
  /** While a class is loaded, another thread that needs it waits on its carrier: once, for any class. */
  private static final String LOADING = "ClassLoader.loadClass(";

  private static final List<String> EXPECTED = ExpectedLines.of(PROGRAM);

  @AutoClose
  private static final ScenarioSuite SUITE = new ScenarioSuite();

  @TempDir
  Path folder;

  /** Up to JDK 23 a held lock also pins; the JVM prints each such stack once. */
  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"4.4.8", "7.4.0"})
  void jdk21(String version) {
    ForkedJvm jvm = jvm(21).property("jdk.tracePinnedThreads", "full");
    List<String> printed =
        Transcripts.in(run(jvm, version).stdout()).byScenario().get(PROGRAM);
    assertEquals(
        EXPECTED, printed.stream().filter(line -> line.contains(" -> ")).toList());
    judge(stacks(printed));
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"4.4.8", "7.4.0"})
  void jdk25(String version) throws IOException {
    Path recording = folder.resolve("pinned.jfr");
    ForkedJvm jvm = jvm(25)
        .option("-XX:StartFlightRecording:filename=" + recording
            + ",jdk.VirtualThreadPinned#enabled=true,jdk.VirtualThreadPinned#threshold=0ms"
            + ",jdk.VirtualThreadPinned#stackTrace=true")
        .option("-Xlog:jfr+startup=off");
    ForkedJvm.Outcome outcome = run(jvm, version);
    assertEquals(
        EXPECTED, Transcripts.in(outcome.stdout()).byScenario().get(PROGRAM), outcome::stderr);
    List<String> stacks = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getEventType().getName().equals("jdk.VirtualThreadPinned")) {
        stacks.add(event.toString());
      }
    }
    judge(stacks);
  }

  /** With two carriers, a thread that blocks its carrier while it waits for another thread soon causes a hang. */
  private static ForkedJvm jvm(int version) {
    return SUITE
        .jvm()
        .java(Jdk.command(version))
        .property("virtual.pin", true)
        .property("jdk.virtualThreadScheduler.parallelism", 2)
        .withAgent();
  }

  private static ForkedJvm.Outcome run(ForkedJvm jvm, String version) {
    SUITE.flush();
    return jvm.run(Programs.of(version), "scenarios.Runner", List.of(PROGRAM));
  }

  private static void judge(List<String> stacks) {
    assertTrue(
        stacks.stream().anyMatch(stack -> stack.contains("VirtualThreadsProgram$Pinned")),
        () -> "what pins on purpose was not seen: " + stacks);
    assertEquals(
        List.of(),
        stacks.stream()
            .filter(stack -> stack.contains("io.clusteragent") && !stack.contains(LOADING))
            .toList());
  }

  /** A stack begins with the carrier's name, without indentation. */
  private static List<String> stacks(List<String> lines) {
    List<String> stacks = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(" ") && !stacks.isEmpty()) {
        int last = stacks.size() - 1;
        stacks.set(last, stacks.get(last) + "\n" + line);
      } else {
        stacks.add(line);
      }
    }
    return stacks;
  }
}
