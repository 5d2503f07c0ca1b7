// since 3.10
package faults;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Two queues of numbers: what comes out of one is moved to another list in the same step, of the other it is taken. */
final class Queues {
  private static final int SECONDS = 1;

  private final JedisPool pool;
  private final Ledger ledger;
  private final Account moved;
  private final Account taken;

  Queues(JedisPool pool, Ledger ledger, Place place) {
    this.pool = pool;
    this.ledger = ledger;
    this.moved = ledger.open("moved", place, "moved");
    this.taken = ledger.open("taken", place, "taken");
  }

  List<Step> producer() {
    return Arrays.asList(push(moved), push(taken));
  }

  private Step push(Account queue) {
    return new Write(
        number -> {
          try (Jedis jedis = pool.getResource()) {
            jedis.lpush(queue.key, Integer.toString(number));
          }
        },
        queue);
  }

  List<Step> mover() {
    return Collections.singletonList(pop(jedis -> {
      jedis.brpoplpush(moved.key, moved.key + ":done", SECONDS);
    }));
  }

  List<Step> taker() {
    Step take = pop(jedis -> {
      List<String> popped = jedis.brpop(SECONDS, taken.key);
      if (popped != null && !popped.isEmpty()) {
        ledger.took(taken.key, popped.get(1));
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

  private interface Pop {
    void from(Jedis jedis);
  }

  private Step pop(Pop pop) {
    return tally -> {
      long begun = Clock.millis();
      try (Jedis jedis = pool.getResource()) {
        pop.from(jedis);
        tally.succeeded(1, begun);
        return true;
      } catch (RuntimeException e) {
        tally.failed(e, Outcome.of(e), begun);
        return false;
      }
    };
  }
}
