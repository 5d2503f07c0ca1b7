package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The cursor that leads a SCAN through all masters. */
class ScanCursorTest {

  private static long parse(String digits) {
    return ScanCursor.parse(Wire.bytes(digits), 0, digits.length());
  }

  @Property
  void aCursorHoldsPositionFingerprintAndNode(
      @ForAll @LongRange(min = 0, max = (1L << 44) - 1) long position,
      @ForAll @IntRange(max = ScanCursor.MAX_FINGERPRINT) int fingerprint,
      @ForAll @IntRange(max = 4094) int node) {
    long cursor = parse(ScanCursor.format(position, fingerprint, node));

    assertEquals(position, ScanCursor.position(cursor));
    assertEquals(fingerprint, ScanCursor.fingerprint(cursor));
    assertEquals(node, ScanCursor.node(cursor));
  }

  @Property
  void noCursorOfANodeIsTheStart(@ForAll @IntRange(max = 4094) int node) {
    assertNotEquals("0", ScanCursor.format(0, 0, node));
  }

  @Test
  void whatDoesNotFitMakesNoCursor() {
    assertNull(ScanCursor.format(1L << 44, 0, 0));
    assertNull(ScanCursor.format(-1, 0, 0));
    assertNull(ScanCursor.format(0, 0, 4095));
  }

  @Test
  void whatIsNoNumberIsInvalid() {
    for (String digits :
        new String[] {"", "x", "1x", "-2", " 1", "99999999999999999999", "123456789012345678901"}) {
      assertEquals(ScanCursor.INVALID, parse(digits), digits);
    }
    assertEquals(0, parse("0"));
    assertEquals(-2, parse("18446744073709551614"), "unsigned");
  }
}
