// since 3.10
package faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Creates the steps of two queues: elements of the first are moved to another list, those of the second are popped. */
final class Queues {
  private static final int SECONDS = 1;

  private final Client client;
  private final RoundLog log;
  private final WriteHistory moved;
  private final WriteHistory taken;

  Queues(Client client, RoundLog log, KeyGroup group) {
    this.client = client;
    this.log = log;
    this.moved = log.open("moved", group, "moved");
    this.taken = log.open("taken", group, "taken");
  }

  List<Step> producer() {
    return Arrays.asList(push(moved), push(taken));
  }

  private Step push(WriteHistory queue) {
    return new Write(number -> client.lpush(queue.key, Integer.toString(number)), queue);
  }

  List<Step> mover() {
    return Collections.singletonList(
        pop(() -> client.brpoplpush(moved.key, moved.key + ":done", SECONDS)));
  }

  List<Step> taker() {
    Step take = pop(() -> {
      String value = client.brpop(taken.key, SECONDS);
      if (value != null) {
        log.popped(taken.key, value);
      }
    });
    return Collections.singletonList(statistics -> {
      boolean done = take.run(statistics);
      if (!done) {
        // The server may have popped a value whose reply was lost.
        log.popped(taken.key, "?");
      }
      return done;
    });
  }

  private static Step pop(Runnable pop) {
    return statistics -> statistics.attempt(pop) == Outcome.DONE;
  }
}
