package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Uses the same keys on unrelated servers, whose ports a system property names. */
final class SeveralServersProgram {
  static void run(Target target, Transcript out) {
    List<Jedis> servers = new ArrayList<>();
    for (String port : System.getProperty("target.ports").split(",")) {
      servers.add(new Jedis(target.host, Integer.parseInt(port)));
    }
    for (int key = 0; key < 100; key++) {
      for (int server = 0; server < servers.size(); server++) {
        servers.get(server).set("several:" + key, "server " + server);
      }
    }
    for (int server = 0; server < servers.size(); server++) {
      int right = 0;
      for (int key = 0; key < 100; key++) {
        right += servers.get(server).get("several:" + key).equals("server " + server) ? 1 : 0;
      }
      out.line("right values on server " + server, right);
    }
  }
}
