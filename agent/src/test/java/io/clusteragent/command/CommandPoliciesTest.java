package io.clusteragent.command;

import static io.clusteragent.command.Requests.find;
import static io.clusteragent.command.Requests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandPoliciesTest {

  @ParameterizedTest
  @CsvSource({
    "DEL a, MULTI_SHARD, AGG_SUM",
    "UNLINK a, MULTI_SHARD, AGG_SUM",
    "EXISTS a, MULTI_SHARD, AGG_SUM",
    "TOUCH a, MULTI_SHARD, AGG_SUM",
    "MGET a, MULTI_SHARD, DEFAULT",
    "MSET a b, MULTI_SHARD, ALL_SUCCEEDED",
    "MSETNX a b, DEFAULT, DEFAULT",
    "MSETEX 1 a b, DEFAULT, DEFAULT",
    "JSON.MGET a b, MULTI_SHARD, DEFAULT",
    "JSON.MSET a b c, MULTI_SHARD, ALL_SUCCEEDED",
    "TS.MADD a 1 2, MULTI_SHARD, DEFAULT",
    "TS.MRANGE 0 1 FILTER a=b, DEFAULT, DEFAULT",
    "TS.QUERYINDEX a=b, DEFAULT, DEFAULT",
    "FT.SEARCH a b, DEFAULT, DEFAULT",
    "FT.CREATE a, DEFAULT, DEFAULT",
    "FT.CURSOR READ a 1, DEFAULT, DEFAULT",
    "HOTKEYS GET, DEFAULT, DEFAULT",
    "BACKUP STATUS, DEFAULT, DEFAULT",
    "KEYS *, ALL_SHARDS, DEFAULT",
    "DBSIZE, ALL_SHARDS, AGG_SUM",
    "FLUSHALL, ALL_SHARDS, ALL_SUCCEEDED",
    "FLUSHDB, ALL_SHARDS, ALL_SUCCEEDED",
    "RANDOMKEY, ALL_SHARDS, SPECIAL",
    "SCAN 0, SPECIAL, SPECIAL",
    "WAIT 1 0, ALL_SHARDS, AGG_MIN",
    "WAITAOF 1 1 0, ALL_SHARDS, AGG_MIN",
    "SCRIPT LOAD x, ALL_SHARDS, ALL_SUCCEEDED",
    "SCRIPT EXISTS x, ALL_SHARDS, AGG_LOGICAL_AND",
    "SCRIPT FLUSH, ALL_NODES, ALL_SUCCEEDED",
    "SCRIPT KILL, ALL_SHARDS_AND_ENTRY, ONE_SUCCEEDED",
    "FUNCTION LOAD x, ALL_SHARDS, ALL_SUCCEEDED",
    "FUNCTION DELETE x, ALL_SHARDS, ALL_SUCCEEDED",
    "FUNCTION FLUSH, ALL_SHARDS, ALL_SUCCEEDED",
    "FUNCTION RESTORE x, ALL_SHARDS, ALL_SUCCEEDED",
    "FUNCTION KILL, ALL_SHARDS_AND_ENTRY, ONE_SUCCEEDED",
    "FUNCTION STATS, ALL_SHARDS_AND_ENTRY, SPECIAL",
    "FUNCTION LIST, DEFAULT, DEFAULT",
    "PUBSUB CHANNELS, ALL_SHARDS_AND_ENTRY, SPECIAL",
    "PUBSUB NUMSUB a, ALL_SHARDS_AND_ENTRY, SPECIAL",
    "PUBSUB NUMPAT, ALL_SHARDS_AND_ENTRY, AGG_SUM",
    "PUBSUB SHARDCHANNELS, ALL_SHARDS_AND_ENTRY, SPECIAL",
    "PUBSUB SHARDNUMSUB a, ALL_SHARDS_AND_ENTRY, SPECIAL",
    "CONFIG SET a b, ALL_NODES, ALL_SUCCEEDED",
    "CONFIG RESETSTAT, ALL_NODES, ALL_SUCCEEDED",
    "CONFIG REWRITE, ALL_NODES, ALL_SUCCEEDED",
    "CONFIG GET a, DEFAULT, DEFAULT",
    "SLOWLOG RESET, ALL_NODES, ALL_SUCCEEDED",
    "SLOWLOG GET, DEFAULT, DEFAULT",
    "LATENCY RESET, ALL_NODES, AGG_SUM",
    "LATENCY LATEST, DEFAULT, DEFAULT",
    "MEMORY PURGE, ALL_NODES, ALL_SUCCEEDED",
    "MEMORY STATS, DEFAULT, DEFAULT",
    "ACL SETUSER a, ALL_NODES, ALL_SUCCEEDED",
    "ACL DELUSER a, ALL_NODES, ALL_SUCCEEDED",
    "ACL LOAD, ALL_NODES, ALL_SUCCEEDED",
    "MODULE LOAD a, ALL_NODES, ALL_SUCCEEDED",
    "MODULE LOADEX a, ALL_NODES, ALL_SUCCEEDED",
    "MODULE UNLOAD a, ALL_NODES, ALL_SUCCEEDED",
    "ACL SAVE, ALL_NODES, ALL_SUCCEEDED",
    "ACL WHOAMI, DEFAULT, DEFAULT",
    "CLIENT KILL TYPE normal, ALL_SHARDS_AND_ENTRY, SPECIAL",
    "CLIENT PAUSE 1, ALL_NODES, ALL_SUCCEEDED",
    "CLIENT UNPAUSE, ALL_NODES, ALL_SUCCEEDED",
    "CLIENT LIST, DEFAULT, DEFAULT",
    "CLIENT SETNAME a, DEFAULT, DEFAULT",
    "INFO, DEFAULT, DEFAULT",
    "PING, DEFAULT, DEFAULT",
    "PUBLISH a b, DEFAULT, DEFAULT",
    "SPUBLISH a b, DEFAULT, DEFAULT",
    "WATCH a, DEFAULT, DEFAULT",
    "COMMAND, DEFAULT, DEFAULT",
    "CLUSTER NODES, DEFAULT, DEFAULT",
    "CLUSTER SLOT-STATS SLOTSRANGE 0 1, DEFAULT, DEFAULT",
  })
  void policies(String text, RequestPolicy request, ResponsePolicy response) {
    assertEquals(request, find(text).requestPolicy());
    assertEquals(response, find(text).responsePolicy());
  }

  @Test
  void clusterAndCommandAreAnsweredByOneNode() {
    for (Command command : CommandTable.builtIn().commands()) {
      if (command.name().startsWith("CLUSTER|") || command.name().startsWith("COMMAND|")) {
        assertEquals(RequestPolicy.DEFAULT, command.requestPolicy(), command.name());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET a, DATA",
    "PUBLISH a b, DATA",
    "SPUBLISH a b, DATA",
    "HSCAN a 0, DATA",
    "CLIENT LIST, DATA",
    "EVAL x 0, EVAL",
    "AUTH a, AUTH",
    "HELLO 3, HELLO",
    "SELECT 1, SELECT",
    "CLIENT SETNAME a, CLIENT_SETNAME",
    "CLIENT SETINFO a b, CLIENT_STATE",
    "CLIENT NO-EVICT on, CLIENT_STATE",
    "CLIENT NO-TOUCH on, CLIENT_STATE",
    "HIMPORT PREPARE a b, FIELD_SET",
    "HIMPORT SET a b c, DATA",
    "HIMPORT DISCARD a, FIELD_SET",
    "HIMPORT DISCARDALL, FIELD_SET",
    "CLIENT TRACKING on, CLIENT_TRACKING",
    "CLIENT CACHING yes, CLIENT_CACHING",
    "CLIENT REPLY off, CLIENT_REPLY",
    "READONLY, READONLY",
    "READWRITE, READWRITE",
    "ASKING, ASKING",
    "RESET, RESET",
    "QUIT, QUIT",
    "MULTI, MULTI",
    "EXEC, EXEC",
    "DISCARD, DISCARD",
    "WATCH a, WATCH",
    "UNWATCH, UNWATCH",
    "SUBSCRIBE a, SUBSCRIBE",
    "PSUBSCRIBE a, SUBSCRIBE",
    "UNSUBSCRIBE, UNSUBSCRIBE",
    "PUNSUBSCRIBE, UNSUBSCRIBE",
    "SSUBSCRIBE a, SSUBSCRIBE",
    "SUNSUBSCRIBE a, SUNSUBSCRIBE",
    "MONITOR, MONITOR",
    "SYNC, REPLICATION",
    "PSYNC a 1, REPLICATION",
    "SCAN 0, SCAN",
  })
  void kinds(String text, Kind kind) {
    assertEquals(kind, find(text).kind());
  }

  @Test
  void everyKindHasACommand() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Command command : CommandTable.builtIn().commands()) {
      kinds.add(command.kind());
    }
    assertEquals(EnumSet.allOf(Kind.class), kinds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET a", "MGET a b", "SCAN 0", "XREAD BLOCK 0 STREAMS a $", "EVAL_RO x 0", "PING",
            "CONFIG GET *",
        "SET a b", "SET a b EX 10", "SET NX GET", "SET a b keepttl", "SETEX a 1 b", "MSET a b",
            "EXPIRE a 10",
        "SCRIPT LOAD x", "PFMERGE a b",
      })
  void repeatable(String text) {
    assertTrue(find(text).repeatable(request(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET a b NX",
        "SET a b xx EX 10",
        "SET a b EX 10 GET",
        "SET a b IFEQ c",
        "EXPIRE a 10 GT",
        "INCR a",
        "APPEND a b",
        "LPUSH a b",
        "LPOP a",
        "BLPOP a 0",
        "GETDEL a",
        "GETEX a",
        "DEL a",
        "HSET a b c",
        "ZADD a 1 b",
        "LTRIM a 1 -1",
        "RENAME a b",
        "SDIFFSTORE a b",
        "ZUNIONSTORE a 1 a",
        "XADD a * b c",
        "XREADGROUP GROUP g c STREAMS a >",
        "EVAL x 0",
        "EVALSHA x 0",
        "FCALL x 0",
        "PUBLISH a b",
        "SPUBLISH a b",
        "MSETNX a b",
        "FLUSHALL",
        "WATCH a",
        "EXEC",
        "NOSUCH a",
      })
  void notRepeatable(String text) {
    assertEquals(false, find(text).repeatable(request(text)));
  }

  @Test
  void nothingIsRepeatableBeforeItsOptionsAreThere() {
    Command set = CommandTable.builtIn().get("SET");
    assertEquals(false, set.repeatable(Requests.partial(Requests.words("SET a b c"), 3)));
  }

  @Test
  void flagsOfTheServersAreKept() {
    assertTrue(
        find("GET a").readOnly() && !find("GET a").write() && !find("GET a").blocking());
    assertTrue(find("SET a b").write() && !find("SET a b").readOnly());
    assertTrue(find("BLPOP a 0").blocking() && find("BLPOP a 0").write());
  }
}
