// since 2.8
package scenarios;

import redis.clients.jedis.Jedis;

final class GeoScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    out.line("geoadd", jedis.geoadd("geo:1", 13.361389, 38.115556, "Palermo"));
    out.line("geoadd", jedis.geoadd("geo:1", 15.087269, 37.502669, "Catania"));
    out.line("geodist", jedis.geodist("geo:1", "Palermo", "Catania"));
    out.line("geohash", jedis.geohash("geo:1", "Palermo", "none"));
    out.line("geopos", jedis.geopos("geo:1", "Palermo", "none"));
    jedis.disconnect();
  }
}
