package io.clusteragent.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExpositionTest {
  private final Exposition text = new Exposition();

  @Test
  void aFamilyIsDescribedAndHasItsSamples() {
    text.family("things_total", "counter", "How many things");
    text.sample("things_total", 7L, "place", "10.0.0.7:7000", "kind", "good");
    text.sample("things_total", 0.5);

    assertEquals("""
        # HELP things_total How many things
        # TYPE things_total counter
        things_total{place="10.0.0.7:7000",kind="good"} 7
        things_total 0.5
        """, text.toString());
  }

  @Test
  void labelValuesAreEscaped() {
    text.sample("things", 1, "place", "a\"b\\c\nd");

    assertEquals("things{place=\"a\\\"b\\\\c\\nd\"} 1\n", text.toString());
  }
}
