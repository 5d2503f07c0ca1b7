package oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Scans {@code scan.keys} keys, and prints the result of each way to scan on a line. */
public final class ScanProgram {
  private static final String NAME = "scan:";
  private static final int BATCH = 1_000;

  private final int keys;

  private ScanProgram(int keys) {
    this.keys = keys;
  }

  public static void main(String[] arguments) {
    new ScanProgram(Integer.getInteger("scan.keys")).run();
  }

  private void run() {
    try (Wire wire = open();
        Wire other = open()) {
      fill(wire);
      Walk one = new Walk(keys);
      while (one.goOn(wire, "COUNT", "1000")) {}
      System.out.println("alone: " + one);

      Walk first = new Walk(keys);
      Walk second = new Walk(keys);
      boolean more = true;
      while (more) {
        more = first.goOn(wire, "COUNT", "700");
        more |= second.goOn(wire, "COUNT", "500", "MATCH", NAME + "*");
      }
      System.out.println("interleaved: " + first);
      System.out.println("interleaved: " + second);

      Walk wandering = new Walk(keys);
      boolean odd = true;
      while (wandering.goOn(odd ? wire : other, "COUNT", "1000")) {
        odd = !odd;
      }
      System.out.println("on two connections: " + wandering);

      Walk elsewhere = new Walk(keys);
      for (int i = 0; i < 5; i++) {
        elsewhere.goOn(wire, "COUNT", "1000");
      }
      try (Wire fresh = open()) {
        while (elsewhere.goOn(fresh, "COUNT", "1000")) {}
      }
      System.out.println("on a fresh connection: " + elsewhere);

      Walk none = new Walk(keys);
      while (none.goOn(wire, "COUNT", "10000", "TYPE", "list")) {}
      System.out.println("of another type: " + none);
    }
  }

  private void fill(Wire wire) {
    for (int from = 0; from < keys; from += BATCH) {
      int to = Math.min(keys, from + BATCH);
      for (int key = from; key < to; key++) {
        wire.send(Arrays.asList("SET", NAME + key, ""));
      }
      for (int key = from; key < to; key++) {
        wire.receive();
      }
    }
  }

  private static Wire open() {
    return Wire.open(System.getProperty("target.host"), Integer.getInteger("target.port"));
  }

  /** The state of one scan. */
  private static final class Walk {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final BitSet seen = new BitSet();
    private final int expected;
    private final long start = System.nanoTime();
    private String cursor = "0";
    private boolean begun;
    private int elements;

    Walk(int expected) {
      this.expected = expected;
    }

    /** Sends the next SCAN if the scan has not ended; false at the end. */
    boolean goOn(Wire wire, String... options) {
      if (begun && cursor.equals("0")) {
        return false;
      }
      if (System.nanoTime() - start > LONGEST_NANOS) {
        throw new IllegalStateException("the scan does not end: " + this);
      }
      begun = true;
      List<String> command = new ArrayList<>(Arrays.asList("SCAN", cursor));
      command.addAll(Arrays.asList(options));
      List<?> reply = (List<?>) wire.call(command);
      cursor = text(reply.get(0));
      for (Object element : (List<?>) reply.get(1)) {
        seen.set(Integer.parseInt(text(element).substring(NAME.length())));
        elements++;
      }
      return !cursor.equals("0");
    }

    private static String text(Object bulk) {
      return new String((byte[]) bulk, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return seen.cardinality() + " of " + expected + " keys, " + elements + " elements";
    }
  }
}
