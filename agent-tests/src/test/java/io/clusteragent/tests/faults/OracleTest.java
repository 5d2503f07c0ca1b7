package io.clusteragent.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests cases that cannot be provoked reliably on real servers; {@link WrongClientsIT} tests the others. */
class OracleTest {
  /** Writes to a list in shard 1: acknowledged at 1000, 1010, unknown, refused, acknowledged at 1020. */
  private static final String LIST = "history list 1 k 1000 0 10 ? ! 10";

  private final Map<String, List<String>> lists = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();

  @Test
  void aWriteOfUnknownOutcomeMayBeThereOrNot() {
    lists.put("k", List.of("1", "2", "5"));
    assertTrue(check(LIST).isClean());
    lists.put("k", List.of("1", "2", "5", "3"));
    assertTrue(check(LIST).isClean(), "it may come late");
  }

  @Test
  void butNotTwice() {
    lists.put("k", List.of("1", "2", "3", "5", "3"));
    assertEquals(1, check(LIST).duplicated());
  }

  @Test
  void aRefusedWriteMustNotBeThere() {
    lists.put("k", List.of("1", "2", "4", "5"));
    assertEquals(1, check(LIST).ghosts());
  }

  @Test
  void theEndOfWhatALostMasterDidMayBeGone() {
    lists.put("k", List.of("1"));
    OracleFindings findings = check(LIST, new LossWindow(1, 1_005, 1_100, true));
    assertTrue(findings.isClean(), findings::toString);
    assertEquals(2, findings.lostByServers());
  }

  @Test
  void butNothingBeforeItsEnd() {
    lists.put("k", List.of("1", "5"));
    OracleFindings findings = check(LIST, new LossWindow(1, 1_005, 1_100, true));
    assertEquals(1, findings.lost());
    assertEquals(0, findings.lostByServers());
  }

  @Test
  void norOnAnotherShardNorAtAnotherTime() {
    lists.put("k", List.of("1"));
    assertEquals(2, check(LIST, new LossWindow(0, 1_005, 1_100, true)).lost());
    assertEquals(2, check(LIST, new LossWindow(1, 1_030, 1_100, true)).lost());
    assertEquals(2, check(LIST).lost());
  }

  @Test
  void twoMastersCanLoseInTheMiddle() {
    lists.put("k", List.of("1", "5"));
    assertEquals(1, check(LIST, new LossWindow(1, 1_005, 1_015, false)).lostByServers());
  }

  @Test
  void aCounterLiesBetweenWhatIsKnownAndWhatIsPossible() {
    String counter = "history counter 0 k 1000 0 10 ? ! 10";
    for (int value = 1; value <= 6; value++) {
      values.put("k", Integer.toString(value));
      OracleFindings findings = check(counter);
      assertEquals(Math.max(0, 3 - value), findings.lost());
      assertEquals(Math.max(0, value - 4), findings.duplicated());
    }
  }

  @Test
  void aRegisterHoldsTheLastWrite() {
    String register = "history register 0 k 1000 0 ? 10 !";
    assertRight(register, "3", true);
    assertRight(register, "2", true);
    assertRight(register, "1", false);
    assertRight(register, "4", false);
  }

  private void assertRight(String history, String value, boolean right) {
    values.put("k", value);
    assertEquals(right, check(history).isClean(), value);
  }

  @Test
  void whatAThreadReadBackOnTheWayCountsOnce() {
    String register = "history register 0 k 1000 0 10 10";
    values.put("k", "1");
    assertEquals(1, check(List.of(register, "wrong k 1 3")).lost());
    values.put("k", "3");
    assertEquals(1, check(List.of(register, "wrong k 1 2")).lost());
  }

  @Test
  void whatComesOutOfAQueueIsWhatWentIn() {
    String queue = "history taken 0 k 1000 0 10 10 10";
    lists.put("k", List.of("4"));
    assertTrue(check(List.of(queue, "taken k 1 2 3")).isClean());
    assertTrue(check(List.of(queue, "taken k 1 ? 3")).isClean(), "its reply was lost");
    assertEquals(1, check(List.of(queue, "taken k 1 3")).lost());
    assertEquals(1, check(List.of(queue, "taken k 1 2 2 3")).duplicated());
    assertEquals(1, check(List.of(queue, "taken k 1 3 2")).reordered());
  }

  @Test
  void aLostMasterMayTakeThePopsWithIt() {
    lists.put("k", List.of("3", "2"));
    List<String> lines = List.of("history taken 0 k 1000 0 10 10", "taken k 1 2 1 2");
    OracleFindings findings = check(lines, new LossWindow(0, 1_000, 1_100, true));
    assertTrue(findings.isClean(), findings::toString);
    assertEquals(3, findings.lostByServers());
    assertEquals(3, check(lines).duplicated());
  }

  @Test
  void halfAWriteToTwoKeysIsTorn() {
    values.put("k", "1");
    assertFalse(check(List.of("history pair 0 k 1000 0", "torn k [1, 0]")).isClean());
  }

  private OracleFindings check(String history, LossWindow... windows) {
    return check(List.of(history), windows);
  }

  private OracleFindings check(List<String> lines, LossWindow... windows) {
    Store store = new Store() {
      @Override
      public List<String> list(String key) {
        return lists.getOrDefault(key, List.of());
      }

      @Override
      public String value(String key) {
        return values.get(key);
      }
    };
    return Oracle.check(new LoadReport(lines), store, List.of(windows));
  }
}
