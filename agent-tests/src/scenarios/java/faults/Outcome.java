// since 3.10
package faults;

import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** The outcome of an operation, as far as an application can know it. */
enum Outcome {
  DONE,
  /** The operation was not executed: the server refused it, or it was never sent. */
  REFUSED,
  /** The connection broke after the operation was sent. */
  UNKNOWN;

  static Outcome of(RuntimeException failure) {
    if (failure instanceof JedisDataException || failure instanceof JedisClusterException) {
      return REFUSED;
    }
    boolean neverSent = failure instanceof JedisConnectionException
        && (says(failure, "was not executed")
            || says(failure, "Failed to connect")
            || says(failure, "Failed connecting")
            || says(failure, "Connection refused"));
    return neverSent ? REFUSED : UNKNOWN;
  }

  private static boolean says(Throwable failure, String words) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(words)) {
        return true;
      }
    }
    return false;
  }
}
