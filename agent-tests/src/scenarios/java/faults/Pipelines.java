// since 3.10
package faults;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** A pipeline over several keys: two RPUSH and an INCR for each. */
final class Pipelines implements Step {
  private final JedisPool pool;
  private final List<Account> lists = new ArrayList<Account>();
  private final List<Account> counters = new ArrayList<Account>();

  Pipelines(JedisPool pool, Ledger ledger, List<Place> places) {
    this.pool = pool;
    for (Place place : places) {
      lists.add(ledger.open("list", place, "pipeline-list"));
      counters.add(ledger.open("counter", place, "pipeline-counter"));
    }
  }

  @Override
  public boolean run(Tally tally) {
    List<Command> commands = new ArrayList<Command>();
    long begun = Clock.millis();
    try (Jedis jedis = pool.getResource()) {
      Pipeline pipeline = jedis.pipelined();
      for (int round = 0; round < 2; round++) {
        for (Account list : lists) {
          int number = list.issue();
          commands.add(
              new Command(list, number, pipeline.rpush(list.key, Integer.toString(number))));
        }
      }
      for (Account counter : counters) {
        commands.add(new Command(counter, counter.issue(), pipeline.incr(counter.key)));
      }
      pipeline.sync();
    } catch (RuntimeException e) {
      // Whatever it says is said of one command; those before it may have been done, and those
      // after it too.
      tally.failed(e, begun);
      return false;
    }
    int done = 0;
    for (Command command : commands) {
      done += command.settle(tally, begun) ? 1 : 0;
    }
    if (done > 0) {
      tally.succeeded(done, begun);
    }
    return done == commands.size();
  }

  private static final class Command {
    private final Account account;
    private final int number;
    private final Response<?> response;

    Command(Account account, int number, Response<?> response) {
      this.account = account;
      this.number = number;
      this.response = response;
    }

    boolean settle(Tally tally, long begun) {
      try {
        response.get();
        account.settle(number, Outcome.DONE);
        return true;
      } catch (RuntimeException e) {
        account.settle(number, tally.failed(e, begun));
        return false;
      }
    }
  }
}
