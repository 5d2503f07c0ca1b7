package oracle;

import java.io.IOException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sends random commands to a standalone server ({@code standalone.port}) and to the cluster ({@code target.port}), and ends
 * with exit code 1 at the first reply that differs. {@code random.seed} selects the commands, {@code random.commands} their
 * number, and {@code random.moving} whether slots move at the same time.
 */
public final class RandomProgram {
  /** The number of batches on the same data: they must be repeated to find out which of them cause a difference. */
  private static final int BATCHES_OF_AN_EPOCH = 400;

  private final String host = System.getProperty("target.host");
  private final boolean moving = Boolean.getBoolean("random.moving");
  private final List<String> keys;
  private final RandomBatches batches;

  private RandomProgram(String templates, List<String> keys, long seed) throws IOException {
    this.keys = keys;
    this.batches =
        new RandomBatches(seed, new RandomCalls(Paths.get(templates), keys), keys, moving);
  }

  /**
   * @param arguments the file of templates, and the keys
   */
  public static void main(String[] arguments) throws IOException {
    long seed = Long.getLong("random.seed");
    List<String> keys = Arrays.asList(arguments).subList(1, arguments.length);
    int differences = new RandomProgram(arguments[0], keys, seed)
        .run(seed, Integer.getInteger("random.commands"));
    System.exit(differences);
  }

  private int run(long seed, int commands) {
    int sent = 0;
    while (sent < commands) {
      List<Batch> epoch = new ArrayList<>();
      try (Comparison comparison = open()) {
        while (sent < commands && epoch.size() < BATCHES_OF_AN_EPOCH) {
          Batch batch = batches.next();
          epoch.add(batch);
          String difference = comparison.difference(batch);
          if (difference != null) {
            System.out.print(
                "random.seed " + seed + ", after " + sent + " commands\n" + difference);
            report(epoch, comparison, difference);
            return 1;
          }
          sent += batch.calls.size();
        }
      }
    }
    System.out.println(sent + " replies are the same");
    return 0;
  }

  private void report(List<Batch> epoch, Comparison comparison, String difference) {
    if (moving) {
      System.out.print("what led to it\n" + comparison.history());
    } else {
      System.out.println("a short sequence");
      new SequenceShrinker(shorter -> differs(shorter, difference))
          .of(epoch)
          .forEach(System.out::print);
    }
  }

  /** Whether a sequence still has this difference. It must be at the same command, so that it is not another difference. */
  private boolean differs(List<Batch> sequence, String difference) {
    try (Comparison comparison = open()) {
      String seen = comparison.difference(sequence);
      return seen != null && firstLine(seen).equals(firstLine(difference));
    }
  }

  private static String firstLine(String text) {
    return text.substring(0, text.indexOf('\n'));
  }

  private Comparison open() {
    return new Comparison(
        () -> Wire.open(host, Integer.getInteger("standalone.port")),
        () -> Wire.open(host, Integer.getInteger("target.port")),
        keys);
  }
}
