package io.clusteragent.instrument;

import io.clusteragent.config.AgentVersion;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.log.Log;
import java.util.Locale;

/** What is said once Jedis is there: before, nobody needs the agent, and its log is not even loaded. */
final class StartLine {
  private StartLine() {}

  /**
   * @param connection Jedis's {@code Connection}, woven
   */
  static void say(Configuration configuration, Class<?> connection) {
    Log.info("cluster-agent " + AgentVersion.text() + " is in " + JedisVersion.of(connection)
        + ", mode=" + configuration.get(Options.MODE).name().toLowerCase(Locale.ROOT)
        + "; options set: " + given(configuration));
  }

  private static String given(Configuration configuration) {
    String given = configuration.given();
    return given.isEmpty() ? "none" : given;
  }
}
