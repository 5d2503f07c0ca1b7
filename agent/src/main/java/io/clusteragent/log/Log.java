package io.clusteragent.log;

import org.slf4j.Logger;
import org.slf4j.simple.SimpleLoggerFactory;

/**
 * Where the agent says what a person should know. Never a value, a key or a credential; never stdout.
 *
 * <p>Built from {@link SimpleLoggerFactory} directly: {@code LoggerFactory} would let the application's {@code
 * slf4j.provider} property in. Loaded at the first message, not before.
 */
public final class Log {

  private static final Logger LOGGER = new SimpleLoggerFactory().getLogger("cluster-agent");

  private Log() {}

  public static void debug(String message) {
    LOGGER.debug(message);
  }

  public static void info(String message) {
    LOGGER.info(message);
  }

  public static void warn(String message) {
    LOGGER.warn(message);
  }

  /** Something keeps the agent from its work altogether. */
  public static void error(String message) {
    LOGGER.error(message);
  }

  public static void warn(String message, Throwable cause) {
    LOGGER.warn(message, cause);
  }
}
