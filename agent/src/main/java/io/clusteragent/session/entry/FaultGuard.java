package io.clusteragent.session.entry;

import io.clusteragent.log.Log;
import io.clusteragent.session.state.Session;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends a session in which the agent itself failed.
 *
 * <p>After a {@code RuntimeException} or an {@code Error} it is unknown which reply belongs to which command. So the guard
 * closes the node connections. The application gets an {@code IOException} from this operation and from each one that follows,
 * so that its client discards the connection and no pool hands it out again.
 *
 * <p>A {@link VirtualMachineError} (no memory, no stack) and {@code ThreadDeath} belong to the JVM and the application. The
 * guard ends the session and rethrows them unchanged, because plain Jedis would throw them, too.
 */
final class FaultGuard {
  private static final int MAX_LOGGED = 100;

  /** The name of a class that is deprecated for removal in the JDK. */
  private static final String THREAD_DEATH = "java.lang.ThreadDeath";

  /** The places of the faults that were logged. */
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  private final Session session;
  private final Socket socket;
  private volatile Throwable fault;

  FaultGuard(Session session, Socket socket) {
    this.session = session;
    this.socket = socket;
  }

  /** Whether the session ended by a fault. */
  boolean hasFault() {
    return fault != null;
  }

  /** Throws when the session ended by a fault. */
  void check() throws SocketException {
    if (fault != null) {
      throw exception();
    }
  }

  /**
   * Ends the session.
   *
   * @param thrown a {@code RuntimeException} or an {@code Error}
   * @return what to throw
   */
  SocketException end(Throwable thrown) {
    if (fault == null) {
      fault = thrown; // first: it needs no memory and no stack
    }
    boolean isForeign =
        thrown instanceof VirtualMachineError || thrown.getClass().getName().equals(THREAD_DEATH);
    try {
      session.close();
    } catch (Throwable another) {
      // The first fault is the one to show.
    }
    try {
      socket.close();
      if (!isForeign) {
        log(thrown);
      }
    } catch (Throwable another) {
      // As above.
    }
    if (isForeign) {
      throw (Error) thrown;
    }
    return exception();
  }

  private SocketException exception() {
    SocketException exception = new SocketException(
        "an internal error of cluster-agent ended this connection: " + place(fault));
    exception.initCause(fault);
    return exception;
  }

  /** Logs a fault once for each place, so that a fault at every command does not fill the log. */
  private void log(Throwable thrown) {
    String place = place(thrown);
    if (LOGGED.size() < MAX_LOGGED && LOGGED.add(place)) {
      Log.warn("an internal error of cluster-agent ended a connection of Jedis to "
          + session.endpoint.address() + ": " + place
          + ". The application sees a JedisConnectionException whose cause is the error. Remedy: report it with its stack"
          + " trace; enabled=false leaves Jedis alone until then");
    }
  }

  /** Describes a fault without its message, which may contain a value of the application. */
  private static String place(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return thrown.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
  }
}
