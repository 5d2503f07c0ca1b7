package io.clusteragent.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void scalarsAreWrittenAsTheyAre() {
    assertEquals(
        "[\"a\", 1, 0.5, true, null]\n", Json.write(Arrays.asList("a", 1, 0.5, true, null)));
  }

  @Test
  void whatIsNotAsciiOrWouldEndTheStringIsEscaped() {
    assertEquals(
        "\"\\\"\\\\\\u000a\\u00e9\\ud83d\\ude00\"\n", Json.write("\"\\\n\u00e9\ud83d\ude00"));
  }

  @Test
  void membersKeepTheirOrderAndNestedOnesStandInLines() {
    assertEquals(
        "{\n  \"b\": 1,\n  \"a\": [\n    {\n      \"c\": []\n    },\n    {}\n  ]\n}\n",
        Json.write(Json.object("b", 1, "a", List.of(Json.object("c", List.of()), Map.of()))));
  }
}
