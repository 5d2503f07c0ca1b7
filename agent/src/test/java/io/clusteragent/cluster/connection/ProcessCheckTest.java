package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessCheckTest {

  /** A server counts whole seconds, and updates its clock late. */
  @ParameterizedTest
  @CsvSource({
    "'uptime_in_seconds:0', 0, true",
    "'uptime_in_seconds:2', 1, true",
    "'uptime_in_seconds:3', 1, false",
    "'uptime_in_seconds:0', 2, true",
    "'uptime_in_seconds:9', 10, false",
    "'uptime_in_seconds:9', 11, true",
    "'uptime_in_seconds:3000000', 10, false",
    "'run_id:x\r\nuptime_in_seconds:5\r\nuptime_in_days:0', 60, true",
    "'uptime_in_seconds:unknown', 60, false",
    "'run_id:x', 60, false",
  })
  void aProcessThatIsYoungerThanItsConnectionOrHasJustStartedIsAnotherOne(
      String info, long seconds, boolean another) {
    long uptime = ProcessCheck.uptime(info);
    assertEquals(another, ProcessCheck.isAnother(uptime, TimeUnit.SECONDS.toNanos(seconds)));
  }
}
