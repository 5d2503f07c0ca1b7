package io.clusteragent.log;

import java.io.IOException;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.simple.SimpleLogger;
import org.slf4j.simple.SimpleLoggerFactory;

/**
 * Logs what a person should know.
 *
 * <p>The log never holds a value, a key or a credential, and never goes to stdout.
 *
 * <p>The logger comes from {@link SimpleLoggerFactory} directly: {@code LoggerFactory} would heed the application's
 * property {@code slf4j.provider}. The first message loads the logger, not the start.
 */
public final class Log {
  private static final String NAME = "cluster-agent";

  private static volatile String file = "";
  private static volatile String level = "";

  private Log() {}

  /**
   * Sets where messages go, and which ones. It has an effect only before the first message.
   *
   * @param newFile empty for stderr
   * @param newLevel {@code ERROR}, {@code WARN}, {@code INFO} or {@code DEBUG}
   */
  public static void configure(String newFile, String newLevel) {
    file = newFile;
    level = newLevel;
  }

  /** Whether {@link #debug} messages are logged. Ask before a message that is expensive to build. */
  public static boolean isDebug() {
    return Sink.LOGGER.isDebugEnabled();
  }

  public static void debug(String message) {
    Sink.LOGGER.debug(message);
  }

  public static void info(String message) {
    Sink.LOGGER.info(message);
  }

  public static void warn(String message) {
    Sink.LOGGER.warn(message);
  }

  /** Logs that something keeps the agent from its work altogether. */
  public static void error(String message) {
    Sink.LOGGER.error(message);
  }

  public static void warn(String message, Throwable cause) {
    Sink.LOGGER.warn(message, cause);
  }

  private static final class Sink {
    static final Logger LOGGER = AccessController.doPrivileged(new PrivilegedAction<Logger>() {
      @Override
      public Logger run() {
        return open();
      }
    });

    private static Logger open() {
      if (file.isEmpty()) {
        return stderr();
      }
      try {
        return new FileLogger(NAME, file, level.isEmpty() ? Level.INFO : Level.valueOf(level));
      } catch (IOException e) {
        Logger stderr = stderr();
        stderr.warn("the file of option logFile cannot be opened, so the log goes to stderr: " + e);
        return stderr;
      }
    }

    private static Logger stderr() {
      if (level.isEmpty()) {
        return new SimpleLoggerFactory().getLogger(NAME);
      }
      // The only way to set the level. In the jar the property is relocated, so nobody shares it.
      System.setProperty(SimpleLogger.DEFAULT_LOG_LEVEL_KEY, level);
      try {
        return new SimpleLoggerFactory().getLogger(NAME);
      } finally {
        System.clearProperty(SimpleLogger.DEFAULT_LOG_LEVEL_KEY);
      }
    }
  }
}
