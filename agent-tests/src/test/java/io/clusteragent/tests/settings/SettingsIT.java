package io.clusteragent.tests.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.ControlPort;
import io.clusteragent.tests.ForkedJvm;
import io.clusteragent.tests.Programs;
import io.clusteragent.tests.Transcripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares a service's everyday work in each setting with the same work of plain Jedis on one server where nothing happens.
 * {@code -Dsettings.lines} has the Jedis lines, {@code -Dsettings.only} a part of a setting's name, and {@code -Dsettings.server} a
 * server of another version.
 */
@Tag("long")
class SettingsIT {
  private static final String PROGRAM = "scenarios.EverydayProgram";
  private static final int FIGURES = 2; // the last lines: what differs from run to run

  private static final List<String> LINES =
      List.of(property("settings.lines", "2.9.0 3.10.0 7.4.0 7.5.3 8.0.2").split(" "));

  private static final List<String> TABLE = new ArrayList<>();

  @AutoClose
  private static final RedisNode STANDALONE = RedisNode.settings().start();

  private static final Map<String, List<String>> ORACLES = new HashMap<>();

  @TestFactory
  Stream<DynamicContainer> everySetting() {
    return Settings.all().entrySet().stream()
        .filter(each -> each.getKey().contains(property("settings.only", "")))
        .map(each -> dynamicContainer(each.getKey(), tests(each.getKey(), each.getValue())));
  }

  private static Stream<DynamicTest> tests(String name, Supplier<Setting> setting) {
    return LINES.stream()
        .map(line -> dynamicTest("Jedis " + line, () -> {
          try (Setting started = setting.get()) {
            assumeTrue(started.lines().isEmpty() || started.lines().contains(line));
            compare(name, started, line);
          }
        }));
  }

  @AfterAll
  static void printTable() {
    TABLE.forEach(System.out::println);
  }

  private static void compare(String name, Setting setting, String line) {
    List<String> expected = oracle(line, setting);
    ForkedJvm jvm = new ForkedJvm()
        .withAgent()
        .property("target.host", setting.host())
        .property("target.port", setting.port());
    setting.configure(jvm, line);
    ForkedJvm.Outcome outcome = run(jvm, line, setting, setting::act);
    List<String> seen = transcript(outcome);
    List<String> results = seen.subList(0, Math.max(0, seen.size() - FIGURES));
    List<String> figures = seen.subList(results.size(), seen.size());
    TABLE.add(String.format(
        "%-40s %-7s %s %s",
        name, line, results.equals(expected) ? "same" : "DIFFERENT", String.join(", ", figures)));
    assertEquals(expected, results, outcome::stderr);
    long longest = Long.parseLong(figures.get(1).replaceAll(".* ", ""));
    assertTrue(longest <= setting.longestMillis(), () -> figures + "\n" + outcome.stderr());
  }

  private static List<String> oracle(String line, Setting setting) {
    String kind = line + setting.acts().size() + setting.beginsWithAnAct();
    return ORACLES.computeIfAbsent(kind, key -> {
      STANDALONE.ask("FLUSHALL");
      ForkedJvm jvm = new ForkedJvm()
          .property("target.host", STANDALONE.host())
          .property("target.port", STANDALONE.port());
      List<String> seen = transcript(run(jvm, line, setting, act -> {}));
      return seen.subList(0, seen.size() - FIGURES);
    });
  }

  private static ForkedJvm.Outcome run(
      ForkedJvm jvm, String line, Setting setting, Consumer<String> act) {
    try (ControlPort control = new ControlPort(act)) {
      return jvm.property("target.control", control.port())
          .property("scenario.seconds", 200)
          .property("everyday.acts", String.join(",", setting.acts()))
          .property("everyday.begins.with.act", setting.beginsWithAnAct())
          .run(Programs.of(line), "scenarios.Runner", List.of(PROGRAM));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> transcript(ForkedJvm.Outcome outcome) {
    List<String> lines = Transcripts.in(outcome.stdout()).byScenario().get(PROGRAM);
    if (lines == null || lines.size() <= FIGURES) {
      throw new AssertionError(outcome);
    }
    return lines;
  }

  private static String property(String name, String otherwise) {
    String value = System.getProperty(name, "");
    return value.isEmpty() ? otherwise : value;
  }
}
