// since 2.9, until 8.0
package scenarios;

import java.util.Collections;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/** Uses JedisCluster, Jedis's own cluster client. */
final class JedisClusterProgram {
  static void run(Target target, Transcript out) throws Exception {
    JedisCluster cluster =
        new JedisCluster(Collections.singleton(new HostAndPort(target.host, target.port)));
    for (int i = 0; i < 200; i++) {
      cluster.set("jediscluster:" + i, "value" + i);
      out.line("get", cluster.get("jediscluster:" + i));
    }
    out.line("nodes", cluster.getClusterNodes().size());
    out.attempt("mget over slots", () -> cluster.mget("a", "b"));
    target.ask("count connections");
    cluster.close();
  }
}
