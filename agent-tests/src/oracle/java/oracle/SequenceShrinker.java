package oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Removes from a sequence the commands that its difference does not need. */
final class SequenceShrinker {
  private final Predicate<List<Batch>> differs;
  private final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);

  SequenceShrinker(Predicate<List<Batch>> differs) {
    this.differs = differs;
  }

  /** A shorter sequence that still differs: the shortest that is found within a minute. */
  List<Batch> of(List<Batch> batches) {
    List<Batch> shortest = batches;
    for (int piece = batches.size() / 2; piece > 0; piece /= 2) {
      for (int from = shortest.size() - piece; from >= 0; from -= piece) {
        List<Batch> fewer = new ArrayList<>(shortest.subList(0, from));
        fewer.addAll(shortest.subList(from + piece, shortest.size()));
        if (stillDiffers(fewer)) {
          shortest = fewer;
        }
        from = Math.min(from, shortest.size());
      }
    }
    return withFewerCalls(shortest);
  }

  private List<Batch> withFewerCalls(List<Batch> batches) {
    List<Batch> shortest = new ArrayList<>(batches);
    for (int at = shortest.size() - 1; at >= 0; at--) {
      for (int call = shortest.get(at).calls.size() - 1; call >= 0; call--) {
        List<Batch> fewer = new ArrayList<>(shortest);
        fewer.set(at, shortest.get(at).without(call));
        if (stillDiffers(fewer)) {
          shortest = fewer;
        }
      }
    }
    return shortest;
  }

  private boolean stillDiffers(List<Batch> batches) {
    return System.nanoTime() < deadline && differs.test(batches);
  }
}
