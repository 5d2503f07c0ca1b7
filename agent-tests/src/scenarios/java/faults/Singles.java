// since 3.10
package faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Creates the steps with single commands on the keys of one hash tag: a counter, a list, a register, a pair of registers. */
final class Singles {
  private Singles() {}

  static List<Step> of(Client client, RoundLog log, KeyGroup group) {
    WriteHistory counter = log.open("counter", group, "counter");
    WriteHistory list = log.open("list", group, "list");
    WriteHistory register = log.open("register", group, "register");
    WriteHistory pair = log.open("pair", group, "pair");
    String other = pair.key + ":other";
    Step incr = new Write(n -> client.incr(counter.key), counter);
    Step rpush = new Write(n -> client.rpush(list.key, Integer.toString(n)), list);
    Step set = new Write(n -> client.set(register.key, Integer.toString(n)), register);
    Step get = new Read(register, log, () -> Collections.singletonList(client.get(register.key)));
    Step mset = new Write(n -> client.setBoth(pair.key, other, Integer.toString(n)), pair);
    Step mget = new Read(pair, log, () -> client.getBoth(pair.key, other));
    return new ArrayList<Step>(
        Arrays.asList(incr, rpush, set, get, incr, rpush, get, incr, rpush, mset, mget));
  }
}
