// since 3.10
package faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Two queues of numbers: what comes out of one is moved to another list in the same step, of the other it is taken. */
final class Queues {
  private static final int SECONDS = 1;

  private final Client client;
  private final Ledger ledger;
  private final Account moved;
  private final Account taken;

  Queues(Client client, Ledger ledger, Place place) {
    this.client = client;
    this.ledger = ledger;
    this.moved = ledger.open("moved", place, "moved");
    this.taken = ledger.open("taken", place, "taken");
  }

  List<Step> producer() {
    return Arrays.asList(push(moved), push(taken));
  }

  private Step push(Account queue) {
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
        ledger.took(taken.key, value);
      }
    });
    return Collections.singletonList(tally -> {
      boolean done = take.run(tally);
      if (!done) {
        // A value may have come out with a reply that was lost.
        ledger.took(taken.key, "?");
      }
      return done;
    });
  }

  private static Step pop(Runnable pop) {
    return tally -> tally.attempt(pop) == Outcome.DONE;
  }
}
