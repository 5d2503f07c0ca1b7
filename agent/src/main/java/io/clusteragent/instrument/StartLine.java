package io.clusteragent.instrument;

import io.clusteragent.config.AgentVersion;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.log.Log;
import java.util.Locale;

/**
 * Logs the agent's version, Jedis's version and the options once Jedis is loaded.
 *
 * <p>Before, nobody needs the agent, and its log is not even loaded.
 */
final class StartLine {
  private StartLine() {}

  /**
   * @param connection Jedis's {@code Connection}, woven
   */
  static void log(Configuration configuration, Class<?> connection) {
    Log.info("cluster-agent " + AgentVersion.text() + " is in " + JedisVersion.of(connection)
        + ", mode=" + configuration.get(Options.MODE).name().toLowerCase(Locale.ROOT)
        + "; options set: " + explicitOptions(configuration));
  }

  private static String explicitOptions(Configuration configuration) {
    String options = configuration.explicitOptions();
    return options.isEmpty() ? "none" : options;
  }
}
