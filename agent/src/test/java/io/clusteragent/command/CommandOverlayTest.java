package io.clusteragent.command;

import static io.clusteragent.command.Requests.find;
import static io.clusteragent.command.Requests.request;
import static java.util.Arrays.asList;
import static java.util.Collections.emptyList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Overlays the built-in table with replies as {@code ReplyParser} returns them. */
class CommandOverlayTest {
  private final CommandTable builtIn = CommandTable.builtIn();

  @Test
  void aModulesCommandIsLearnedFromItsKeySpecification() {
    List<Object> spec = map(
        "flags", list("RW", "update"),
        "begin_search", map("type", "keyword", "spec", map("keyword", "from", "startfrom", 1L)),
        "find_keys",
            map("type", "keynum", "spec", map("keynumidx", 0L, "firstkey", 1L, "keystep", 2L)));
    CommandTable table = overlaid(element(
        "mod.do", list("write"), 0L, 0L, 0L, list("request_policy:multi_shard"), asList(spec)));

    String text = "MOD.do x FROM 2 a 1 b 2";
    Command command = table.find(request(text));
    KeyPositions keys = new KeyPositions();
    command.keys(request(text), keys);
    assertEquals("MOD.DO", command.name());
    assertEquals("[4, 6]", keys.toString());
    assertEquals(RequestPolicy.MULTI_SHARD, command.requestPolicy());
    assertTrue(command.write());
    assertFalse(command.repeatable(request(text)));
  }

  @Test
  void aServerBefore7GivesFirstLastAndStep() {
    CommandTable table = overlaid(
        asList(ascii("mod.get"), 2L, list("readonly"), 1L, 1L, 1L),
        asList(ascii("mod.mset"), -3L, list("write"), 1L, -1L, 2L, list("@all")),
        asList(ascii("mod.info"), 1L, list(), 0L, 0L, 0L));

    assertEquals(1, table.get("MOD.GET").firstKey(request("mod.get a")));
    assertTrue(table.get("MOD.GET").repeatable(request("mod.get a")));
    KeyPositions keys = new KeyPositions();
    table.get("MOD.MSET").keys(request("mod.mset a 1 b 2"), keys);
    assertEquals("[1, 3]", keys.toString());
    assertEquals(2, table.get("MOD.MSET").keyStep());
    assertEquals(Command.NO_KEY, table.get("MOD.INFO").firstKey(request("mod.info a")));
  }

  @Test
  void theBuiltInTableWins() {
    List<Object> split = list("request_policy:multi_shard");
    assertSame(builtIn, overlaid(element("msetnx", list("write"), 1L, -1L, 2L, split, list())));
  }

  @Test
  void aNewSubCommandJoinsItsContainer() {
    List<Object> subCommand = element("xinfo|new", list("readonly"), 2L, 2L, 1L, list(), list());
    List<Object> xinfo = element("xinfo", list(), 0L, 0L, 0L, list(), list());
    xinfo.set(9, asList(subCommand));
    CommandTable table = overlaid(xinfo);

    assertEquals("XINFO|NEW", table.find(request("XINFO new s")).name());
    assertEquals(2, table.find(request("XINFO new s")).firstKey(request("XINFO new s")));
    assertTrue(find("XINFO new s").unknown());
  }

  @Test
  void aNewContainerBringsItsSubCommands() {
    List<Object> container = element("mod", list(), 0L, 0L, 0L, list(), list());
    container.set(9, asList(element("mod|sub", list(), 2L, 2L, 1L, list(), list())));
    CommandTable table = overlaid(container);

    assertEquals("MOD|SUB", table.find(request("mod sub a")).name());
    assertTrue(table.find(request("mod other a")).unknown());
  }

  @Test
  void whatNobodyUnderstandsIsLeftOut() {
    List<Object> unknown = map("type", "unknown", "spec", list());
    List<Object> unknownSearch = map("begin_search", unknown, "find_keys", unknown);
    List<Object> outside = map(
        "begin_search", map("type", "index", "spec", map("index", -3L)),
        "find_keys", map("type", "range", "spec", map("lastkey", 0L, "keystep", 0L, "limit", 0L)));
    CommandTable table = overlaid(
        null,
        new ErrorReply("NOPERM"),
        list(),
        asList(ascii("two words"), 1L, list(), 0L, 0L, 0L),
        element(
            "mod.odd",
            null,
            0L,
            0L,
            0L,
            list("request_policy:new"),
            asList(unknownSearch, outside, null)));

    assertEquals(builtIn.commands().size() + 1, table.commands().size());
    assertEquals(RequestPolicy.DEFAULT, table.get("MOD.ODD").requestPolicy());
    assertEquals(Command.NO_KEY, table.get("MOD.ODD").firstKey(request("mod.odd a b")));
  }

  @Test
  void aServerThatNamesCommandsWithoutEndTeachesTenThousand() {
    Object[] elements = IntStream.range(0, 20_000)
        .mapToObj(i -> element("mod.c" + i, list("readonly"), 1L, 1L, 1L, list(), list()))
        .toArray();

    assertEquals(10_000, overlaid(elements).commands().size());
  }

  private CommandTable overlaid(Object... elements) {
    return builtIn.overlaidWith(asList(elements));
  }

  private static List<Object> element(
      String name, Object flags, long first, long last, long step, Object tips, List<?> specs) {
    return new ArrayList<>(
        asList(ascii(name), -2L, flags, first, last, step, list(), tips, specs, emptyList()));
  }

  private static byte[] ascii(String text) {
    return Resp.ascii(text);
  }

  private static List<Object> list(String... words) {
    List<Object> list = new ArrayList<>();
    for (String word : words) {
      list.add(ascii(word));
    }
    return list;
  }

  private static List<Object> map(Object... fields) {
    List<Object> map = new ArrayList<>();
    for (Object field : fields) {
      map.add(field instanceof String ? ascii((String) field) : field);
    }
    return map;
  }
}
