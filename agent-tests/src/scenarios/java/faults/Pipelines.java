// since 3.10
package faults;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Sends a pipeline over several keys: two RPUSH and an INCR for each key. */
final class Pipelines implements Step {
  private final JedisPool pool;
  private final List<WriteHistory> lists = new ArrayList<WriteHistory>();
  private final List<WriteHistory> counters = new ArrayList<WriteHistory>();

  Pipelines(JedisPool pool, RoundLog log, List<KeyGroup> groups) {
    this.pool = pool;
    for (KeyGroup group : groups) {
      lists.add(log.open("list", group, "pipeline-list"));
      counters.add(log.open("counter", group, "pipeline-counter"));
    }
  }

  @Override
  public boolean run(ThreadStatistics statistics) {
    List<Command> commands = new ArrayList<Command>();
    long begun = Clock.millis();
    try (Jedis jedis = pool.getResource()) {
      Pipeline pipeline = jedis.pipelined();
      for (int round = 0; round < 2; round++) {
        for (WriteHistory list : lists) {
          int number = list.issue();
          commands.add(
              new Command(list, number, pipeline.rpush(list.key, Integer.toString(number))));
        }
      }
      for (WriteHistory counter : counters) {
        commands.add(new Command(counter, counter.issue(), pipeline.incr(counter.key)));
      }
      pipeline.sync();
    } catch (RuntimeException e) {
      // The exception concerns one command. Commands before it and after it may have been executed.
      statistics.failed(e, begun);
      return false;
    }
    int done = 0;
    for (Command command : commands) {
      done += command.settle(statistics, begun) ? 1 : 0;
    }
    if (done > 0) {
      statistics.succeeded(done, begun);
    }
    return done == commands.size();
  }

  private static final class Command {
    private final WriteHistory history;
    private final int number;
    private final Response<?> response;

    Command(WriteHistory history, int number, Response<?> response) {
      this.history = history;
      this.number = number;
      this.response = response;
    }

    boolean settle(ThreadStatistics statistics, long begun) {
      try {
        response.get();
        history.settle(number, Outcome.DONE);
        return true;
      } catch (RuntimeException e) {
        history.settle(number, statistics.failed(e, begun));
        return false;
      }
    }
  }
}
