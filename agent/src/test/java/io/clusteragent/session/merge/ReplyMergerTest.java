package io.clusteragent.session.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.session.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each way of merging the replies of several nodes into one. */
class ReplyMergerTest {

  private static PartialReplies parts(String... replies) {
    PartialReplies parts = new PartialReplies(1);
    for (String reply : replies) {
      byte[] wire = Wire.bytes(reply.replace(" ", "\r\n") + "\r\n");
      for (byte b : wire) {
        parts.append(new byte[] {b}, 0, 1);
      }
      parts.end();
    }
    return parts;
  }

  private static String merged(ReplyMerger.Rule way, String... replies) throws ProtocolException {
    return Wire.oneLine(Wire.text(way.merge(parts(replies))));
  }

  private static String gathered(ReplyAggregation gather, String... replies)
      throws ProtocolException {
    for (String reply : replies) {
      gather.add(Wire.bytes(reply + "\r\n"));
    }
    return Wire.oneLine(Wire.text(gather.merged()));
  }

  @Test
  void anySuccessfulReplyRepresentsAllOfThem() throws ProtocolException {
    assertEquals("+OK", merged(ReplyMerger.ALL_SUCCEEDED, "+OK", "+OK"));
  }

  @Test
  void integersAreAddedOrTheirMinimumTaken() throws ProtocolException {
    assertEquals(":6", merged(ReplyMerger.SUM, ":1", ":2", ":3"));
    assertEquals(":-1", merged(ReplyMerger.SUM, ":-3", ":2"));
    assertEquals(":9000000000", merged(ReplyMerger.SUM, ":4000000000", ":5000000000"));
    assertEquals(":-3", merged(ReplyMerger.MINIMUM, ":2", ":-3", ":0"));
  }

  @Test
  void arraysAreJoined() throws ProtocolException {
    assertEquals(
        "*3 $1 a $1 b $1 c", merged(ReplyMerger.CONCATENATION, "*2 $1 a $1 b", "*0", "*1 $1 c"));
    assertEquals("*1 $1 a", merged(ReplyMerger.CONCATENATION, "*-1", "_", "~1 $1 a"));
    assertEquals(
        "*3 $1 a :1 *1 $1 b", merged(ReplyMerger.CONCATENATION, "%1 $1 a :1", "*1 *1 $1 b"));
  }

  /** More replies than the merger reserves room for, and longer ones. */
  @Test
  void anyNumberOfRepliesIsJoined() throws ProtocolException {
    String value = Wire.bulk("v".repeat(100));
    ReplyAggregation gather = ReplyAggregation.allOrError(ReplyMerger.CONCATENATION, 3000);
    for (int i = 0; i < 3000; i++) {
      gather.add(Wire.bytes("*1\r\n" + value));
    }

    assertEquals("*3000\r\n" + value.repeat(3000), Wire.text(gather.merged()));
  }

  @Test
  void setsAreMerged() throws ProtocolException {
    assertEquals(
        "*3 $1 a $1 b $1 c", merged(ReplyMerger.UNION, "*2 $1 a $1 b", "*3 $1 b $1 c $1 a", "*0"));
    assertEquals("*0", merged(ReplyMerger.UNION, "*0", "*0"));
  }

  @Test
  void integersAtTheSamePlaceAreCompared() throws ProtocolException {
    assertEquals("*3 :1 :0 :0", merged(ReplyMerger.LEAST_OF_EACH, "*3 :1 :1 :0", "*3 :1 :0 :0"));
    assertThrows(
        ProtocolException.class, () -> merged(ReplyMerger.LEAST_OF_EACH, "*1 :1", "*2 :1 :1"));
  }

  @Test
  void countsByNameAreAdded() throws ProtocolException {
    assertEquals(
        "*4 $1 x :3 $1 y :0",
        merged(ReplyMerger.SUM_BY_NAME, "*4 $1 x :1 $1 y :0", "*4 $1 x :2 $1 y :0"));
  }

  @Test
  void oneSuccessSuffices() throws ProtocolException {
    assertEquals("+OK", merged(ReplyMerger.ONE_SUCCEEDED, "-NOTBUSY", "+OK", "-NOTBUSY"));
    assertEquals("-LAST", merged(ReplyMerger.ONE_SUCCEEDED, "-FIRST", "-LAST"));
  }

  @Test
  void anUnkillableScriptTakesPrecedenceOverNodesWithoutAScript() throws ProtocolException {
    String none = "-NOTBUSY";
    String written = "-UNKILLABLE";
    assertEquals(written, merged(ReplyMerger.ONE_SUCCEEDED, written, none, none));
    assertEquals(written, merged(ReplyMerger.ONE_SUCCEEDED, none, written, none));
    assertEquals(none, merged(ReplyMerger.ONE_SUCCEEDED, none, none, none));
  }

  @Test
  void killedClientsAreCounted() throws ProtocolException {
    assertEquals(":3", merged(ReplyMerger.KILLED, ":1", ":2"));
    assertEquals("+OK", merged(ReplyMerger.KILLED, "-ERR", "+OK"));
    assertEquals(
        ":3", merged(ReplyMerger.KILLED, ":1", "-ERR", ":2"), "a user that one node lacks");
    assertEquals(":3", merged(ReplyMerger.KILLED, "-ERR", ":1", ":2"));
    assertEquals("-ERR", merged(ReplyMerger.KILLED, "-ERR", "-ERR"));
  }

  @Test
  void theReplyOfTheNodeThatRunsAScriptIsUsed() throws ProtocolException {
    String idle = "*4 $14 running_script $-1 $7 engines *0";
    String busy = "*4 $14 running_script *2 $4 name $1 f $7 engines *0";
    assertEquals(busy, merged(ReplyMerger.RUNNING_SCRIPT, idle, busy, idle));
    assertEquals(idle, merged(ReplyMerger.RUNNING_SCRIPT, idle, idle));
    assertEquals(
        "%1 $14 running_script _", merged(ReplyMerger.RUNNING_SCRIPT, "%1 $14 running_script _"));
  }

  @Test
  void elementsAreOrderedByTheirKeys() throws ProtocolException {
    ReplyMerger.Rule way = ReplyMerger.inOrder(new int[] {1, 0, 1, 1});
    assertEquals("*4 $1 b $1 a $-1 *1 :1", merged(way, "*1 $1 a", "*3 $1 b $-1 *1 :1"));
    assertThrows(ProtocolException.class, () -> merged(way, "*1 $1 a", "*2 $1 b $-1"));
    assertThrows(ProtocolException.class, () -> merged(way, "*1 $1 a", "+OK"));
    assertThrows(ProtocolException.class, () -> merged(way, "*1 $1 a", "*4 $1 b $-1 *1 :1 $1 x"));
  }

  @Test
  void aRandomKeyIsWeightedByTheSizesOfTheNodes() throws ProtocolException {
    Map<String, Integer> drawn = new HashMap<>();
    for (int i = 0; i < 4000; i++) {
      drawn.merge(
          merged(ReplyMerger.RANDOM_KEY, ":10", "$1 a", ":0", "$-1", ":30", "$1 b"),
          1,
          Integer::sum);
    }
    assertEquals(Set.of("$1 a", "$1 b"), drawn.keySet());
    assertEquals(1000, drawn.get("$1 a"), 200);
    assertEquals("$-1", merged(ReplyMerger.RANDOM_KEY, ":0", "$-1", ":0", "$-1"));
    assertEquals(
        "$-1", merged(ReplyMerger.RANDOM_KEY, ":-5", "$-1"), "whatever a size below 0 means");
  }

  @Test
  void aNodeWhoseKeysHaveAllExpiredReturnsNoRandomKey() throws ProtocolException {
    for (int i = 0; i < 20; i++) {
      assertEquals(
          "$1 a", merged(ReplyMerger.RANDOM_KEY, ":1000", "$-1", ":1", "$1 a", ":0", "$-1"));
      assertEquals("$1 a", merged(ReplyMerger.RANDOM_KEY, ":1000", "_", ":1", "$1 a"));
    }
    assertEquals("_", merged(ReplyMerger.RANDOM_KEY, ":1000", "_", ":1", "_"));
  }

  @Test
  void theFirstErrorIsTheErrorOfTheWhole() throws ProtocolException {
    assertEquals(
        "-ONE", gathered(ReplyAggregation.allOrError(ReplyMerger.SUM), ":1", "-ONE", "-TWO"));
    assertEquals(
        "!5 WRONG", gathered(ReplyAggregation.allOrError(ReplyMerger.SUM), ":1", "!5\r\nWRONG"));
    assertEquals(
        "+OK",
        gathered(ReplyAggregation.includingErrors(ReplyMerger.ONE_SUCCEEDED), "-ONE", "+OK"));
  }

  @Test
  void aReplyOfTheWrongTypeIsRefused() {
    assertThrows(ProtocolException.class, () -> merged(ReplyMerger.SUM, ":1", "+OK"));
    assertThrows(ProtocolException.class, () -> merged(ReplyMerger.SUM, ":1", "$-1"));
    assertThrows(ProtocolException.class, () -> merged(ReplyMerger.MINIMUM, ":1", "*0"));
    assertThrows(
        ProtocolException.class, () -> merged(ReplyMerger.LEAST_OF_EACH, "*1 $1 1", "*1 :1"));
    assertThrows(ProtocolException.class, () -> merged(ReplyMerger.UNION, "*0", ":1"));
  }
}
