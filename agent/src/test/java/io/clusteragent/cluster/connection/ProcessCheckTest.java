package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessCheckTest {

  /** A server counts whole seconds, and updates its clock late. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, false",
    "0, 2, true",
    "9, 10, false",
    "9, 11, true",
    "3000000, 10, false",
    "'5\r\nuptime_in_days:0', 60, true",
    "unknown, 60, false",
  })
  void aProcessThatIsYoungerThanItsConnectionIsAnotherOne(
      String uptime, long seconds, boolean younger) {
    assertEquals(younger, ProcessCheck.isYounger(uptime, TimeUnit.SECONDS.toNanos(seconds)));
  }
}
