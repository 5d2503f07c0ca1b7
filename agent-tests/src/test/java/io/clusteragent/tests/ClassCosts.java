package io.clusteragent.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes the duration and the processor time of each test class, in seconds, to {@code target/class-costs.txt}.
 *
 * <p>The processor time is that of the test JVM and of all ended processes that it started: the JVMs under test and the
 * servers.
 */
public final class ClassCosts implements TestExecutionListener {
  private static final Path STATE = Path.of("/proc/self/stat");
  private static final Path FILE = Path.of("target", "class-costs.txt");
  private static final double TICKS_PER_SECOND = 100;

  private final Map<String, Cost> started = new HashMap<>();

  private record Cost(double seconds, double processorSeconds) {
    static Cost now() {
      return new Cost(System.nanoTime() / 1e9, ticks() / TICKS_PER_SECOND);
    }

    private static long ticks() {
      try {
        String state = Files.readString(STATE);
        String[] fields = state.substring(state.lastIndexOf(')') + 2).split(" ");
        // utime, stime, cutime and cstime: proc(5) counts from 1, and two fields are removed
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
          ticks += Long.parseLong(fields[i]);
        }
        return ticks;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (isTopLevelClass(test)) {
      started.put(test.getUniqueId(), Cost.now());
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Cost start = started.remove(test.getUniqueId());
    if (start == null) {
      return;
    }
    Cost end = Cost.now();
    String line = String.format(
        Locale.ROOT,
        "%7.1f s %7.1f s of a processor  %s",
        end.seconds - start.seconds,
        end.processorSeconds - start.processorSeconds,
        ((ClassSource) test.getSource().orElseThrow()).getClassName());
    try {
      Files.write(FILE, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isTopLevelClass(TestIdentifier test) {
    return Files.exists(STATE)
        && test.getSource().filter(ClassSource.class::isInstance).isPresent()
        && test.getParentId().filter(parent -> !parent.contains("[class")).isPresent();
  }
}
