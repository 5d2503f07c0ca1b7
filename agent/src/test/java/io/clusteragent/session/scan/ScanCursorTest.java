package io.clusteragent.session.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.session.Wire;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Encodes and decodes the cursor of a SCAN over all masters. */
class ScanCursorTest {

  private static long parse(String digits) {
    return ScanCursor.parse(Wire.bytes(digits), 0, digits.length());
  }

  @Property
  void aCursorHoldsPositionFingerprintAndVisit(
      @ForAll @LongRange(max = ScanCursor.MAX_POSITION) long position,
      @ForAll @IntRange(min = 1, max = ScanCursor.MAX_FINGERPRINT) int fingerprint,
      @ForAll @IntRange(max = ScanCursor.MAX_VISIT) int visit) {
    long cursor = parse(Long.toString(ScanCursor.of(position, fingerprint, visit)));

    assertTrue(ScanCursor.isValid(cursor));
    assertFalse(ScanCursor.isRemembered(cursor));
    assertEquals(position, ScanCursor.position(cursor));
    assertEquals(fingerprint, ScanCursor.fingerprint(cursor));
    assertEquals(visit, ScanCursor.visit(cursor));
  }

  @Property
  void aCursorIsPositiveAsASignedNumber(
      @ForAll @LongRange(max = ScanCursor.MAX_POSITION) long position,
      @ForAll @IntRange(max = ScanCursor.MAX_VISIT) int visit) {
    assertTrue(ScanCursor.of(position, ScanCursor.MAX_FINGERPRINT, visit) > 0);
  }

  @Test
  void valuesThatDoNotFitMakeNoCursor() {
    assertEquals(ScanCursor.INVALID, ScanCursor.of(ScanCursor.MAX_POSITION + 1, 1, 0));
    assertEquals(ScanCursor.INVALID, ScanCursor.of(-1, 1, 0));
    assertEquals(ScanCursor.INVALID, ScanCursor.of(0, 1, ScanCursor.MAX_VISIT + 1));
  }

  @Test
  void textThatIsNoNumberIsInvalid() {
    for (String digits :
        new String[] {"", "x", "1x", "-2", " 1", "99999999999999999999", "123456789012345678901"}) {
      assertEquals(ScanCursor.INVALID, parse(digits), digits);
    }
    assertEquals(0, parse("0"));
    assertEquals(-2, parse("18446744073709551614"), "unsigned");
  }

  @Test
  void smallNumbersAreInvalid() {
    for (long number = 0; number < 1 << 11; number++) {
      assertFalse(ScanCursor.isValid(number));
      assertFalse(ScanMemory.mayBeRemembered(number));
    }
  }
}
