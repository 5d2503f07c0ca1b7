package oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates an endless sequence of batches, which is the same for the same seed. */
final class RandomBatches {
  private static final int LONGEST_PIPELINE = 80;

  private final Random random;
  private final RandomCalls calls;
  private final CommandContext context;
  private final boolean whileSlotsMove;

  /**
   * @param whileSlotsMove leaves out commands that behave like those of one server only while no slot moves: commands to all
   *     masters, which meet a migrating key twice or never; WATCH, after which EXEC may reply nil when a slot has moved;
   *     several keys of one slot within pipelines, which a half-migrated slot refuses while it serves later commands with
   *     single keys; and scripts in transactions, which fail there when a command before them has deleted a key
   */
  RandomBatches(long seed, RandomCalls calls, List<String> keys, boolean whileSlotsMove) {
    this.random = new Random(seed);
    this.calls = calls;
    this.whileSlotsMove = whileSlotsMove;
    this.context =
        whileSlotsMove ? CommandContext.of(keys).withoutAllMasters() : CommandContext.of(keys);
  }

  Batch next() {
    boolean pipelined = random.nextInt(3) == 0;
    int length = pipelined ? 1 + random.nextInt(LONGEST_PIPELINE) : 1;
    CommandContext here = pipelined && whileSlotsMove ? context.withOneKeyOfEachSlot() : context;
    List<Call> batch = new ArrayList<>();
    while (batch.size() < length) {
      if (random.nextInt(pipelined ? 30 : 4) == 0) {
        addTransaction(batch, here);
      } else {
        batch.add(calls.next(random, here));
      }
    }
    return new Batch(batch, pipelined);
  }

  private void addTransaction(List<Call> batch, CommandContext here) {
    List<String> keys = calls.keysOfOneSlot(random);
    if (here.oneKeyOfEachSlot) {
      keys = keys.subList(0, 1);
    }
    if (!whileSlotsMove && random.nextInt(4) == 0) {
      batch.add(Call.of("WATCH", keys.get(random.nextInt(keys.size()))));
      if (random.nextBoolean()) {
        batch.add(calls.next(random, here));
      }
    }
    batch.add(Call.of("MULTI"));
    List<Call> queued = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      Call call;
      do {
        call = calls.next(random, here.inTransaction(keys));
      } while (whileSlotsMove && call.isScript());
      queued.add(call);
      batch.add(call);
    }
    batch.add(random.nextInt(7) == 0 ? Call.of("DISCARD") : Call.exec(queued));
  }
}
