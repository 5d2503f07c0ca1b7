package io.clusteragent.instrument;

import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.net.Socket;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What woven code calls. JDK types only, and never an exception but that of Jedis.
 *
 * <p>Where there is a security manager, the work is done with the agent's rights. The application, which is on the stack, need
 * not have those that reflection takes.
 */
public final class Gateway {
  private static final AtomicBoolean FAILURE_SAID = new AtomicBoolean();
  private static volatile Configuration configuration = Configuration.STANDARD;
  private static volatile boolean routing = true;
  private static volatile Cluster.Watcher watcher = Cluster.Watcher.NOBODY;
  private static final Object MAKING = new Object();
  private static volatile AgentComponents rooms;

  /** Whether the option {@code redirect} leads any address elsewhere. */
  private static volatile boolean redirecting;

  private Gateway() {}

  /**
   * A {@code Connection} of Jedis is about to make a new socket. When the option {@code redirect} names its address, the
   * attempt ends here, and {@link #connectFailed} goes on.
   *
   * @param connection the {@code Connection}
   */
  public static void connecting(final Object connection) {
    boolean elsewhere = false;
    try {
      elsewhere = routing
          && !SelfCheck.isSubject(connection)
          && !Dialing.isUnderWay()
          && AccessController.doPrivileged(new PrivilegedExceptionAction<Boolean>() {
            @Override
            public Boolean run() throws IllegalAccessException {
              return isRedirected(connection);
            }
          });
    } catch (Throwable t) {
      if (redirecting) {
        throw new RedirectSignal(t); // not to an address that may be the one to leave
      }
      sayOnce("a connection of Jedis goes to its own address: " + t);
    }
    if (elsewhere) {
      throw new RedirectSignal(null);
    }
  }

  private static boolean isRedirected(Object connection) throws IllegalAccessException {
    if (!redirecting) {
      return false;
    }
    AgentComponents all = rooms();
    return all.dialers.like(connection) != null
        && all.endpoints.redirects(all.dialers.addressOf(connection))
        && !all.clusterClients.owns(connection);
  }

  /**
   * A {@code Connection} of Jedis has made a new socket and is about to use it.
   *
   * @param socket connected, TLS handshake done
   * @param connection the {@code Connection}
   * @return what the connection shall use from now on: a socket that speaks for the whole cluster, or the same one
   */
  public static Socket opened(final Socket socket, final Object connection) {
    try {
      if (!routing || Dialing.isUnderWay()) {
        return socket;
      }
      return AccessController.doPrivileged(new PrivilegedExceptionAction<Socket>() {
        @Override
        public Socket run() throws IllegalAccessException, IOException {
          return replaced(socket, connection);
        }
      });
    } catch (VirtualMachineError e) {
      // Passes: a connection that knows its own node only would stay in its pool for good.
      close(socket);
      throw e;
    } catch (Throwable t) {
      sayOnce("a connection of Jedis is left alone and will know its own node only: " + t);
      return socket;
    }
  }

  private static Socket replaced(Socket socket, Object connection)
      throws IllegalAccessException, IOException {
    AgentComponents all = rooms();
    if (all.audit != null) {
      return all.clusterClients.owns(connection) ? socket : all.audit.watch(socket);
    }
    // A server on its own pays for no further look; so isPlain comes before owns.
    if (all.endpoints.isPlain(socket) || all.clusterClients.owns(connection)) {
      return socket;
    }
    Dialer dialer = all.dialers.like(connection);
    return dialer == null
        ? socket
        : all.endpoints.virtual(socket, all.dialers.addressOf(connection), dialer);
  }

  /**
   * A {@code Connection} of Jedis could not connect. When its address belongs to a known cluster, or {@link #connecting} kept
   * it from trying, it is connected to another node; else the failure is thrown again, as it came.
   *
   * @param connection the {@code Connection}
   * @param failure what its {@code connect()} threw
   */
  public static void connectFailed(final Object connection, Throwable failure) {
    if (SelfCheck.isSubject(connection)) {
      return;
    }
    if (failure instanceof RedirectSignal) {
      final Throwable cause = failure.getCause();
      Throwable thrown = AccessController.doPrivileged(new PrivilegedAction<Throwable>() {
        @Override
        public Throwable run() {
          return cause == null ? connectRedirected(connection) : failed(connection, cause);
        }
      });
      if (thrown != null) {
        Gateway.<RuntimeException>rethrow(thrown);
      }
      return;
    }
    try {
      if (routing
          && !Dialing.isUnderWay()
          && NetworkTrouble.isBehind(failure)
          && AccessController.doPrivileged(new PrivilegedExceptionAction<Boolean>() {
            @Override
            public Boolean run() throws ReflectiveOperationException, IOException {
              return connectElsewhere(connection);
            }
          })) {
        return;
      }
    } catch (Throwable t) {
      sayOnce("a connection of Jedis that failed is not helped to another node: " + t);
    }
    Gateway.<RuntimeException>rethrow(failure);
  }

  private static boolean connectElsewhere(Object connection)
      throws ReflectiveOperationException, IOException {
    AgentComponents all = rooms();
    if (all.audit != null || all.clusterClients.owns(connection)) {
      return false;
    }
    Dialer dialer = all.dialers.like(connection);
    Socket socket = dialer == null
        ? null
        : all.endpoints.openFallback(all.dialers.addressOf(connection), dialer);
    if (socket == null) {
      return false;
    }
    use(socket, connection);
    return true;
  }

  /** Returns what Jedis throws when it cannot connect, or {@code null}. */
  private static Throwable connectRedirected(Object connection) {
    try {
      JedisDialers dialers = rooms().dialers;
      use(
          rooms().endpoints.redirected(dialers.addressOf(connection), dialers.like(connection)),
          connection);
      return null;
    } catch (Throwable t) {
      return failed(connection, t);
    }
  }

  private static Throwable failed(Object connection, Throwable cause) {
    try {
      return ConnectionMembers.of(connection).failed(connection, cause);
    } catch (RuntimeException | LinkageError e) { // no known line of Jedis
      return cause;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody uses it any more.
    }
  }

  private static void use(Socket socket, Object connection)
      throws ReflectiveOperationException, IOException {
    boolean connected = false;
    try {
      ConnectionMembers.of(connection).connect(connection, socket);
      connected = true;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /** Throws whatever it is, as {@code connect()} did, whose callers know what to expect. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void rethrow(Throwable failure) throws E {
    throw (E) failure;
  }

  /** Sets the configuration; has an effect only before the first connection. */
  public static void configure(Configuration newConfiguration) {
    configuration = newConfiguration;
    redirecting = newConfiguration.get(Options.MODE) == Options.Mode.ROUTE
        && !newConfiguration.get(Options.REDIRECT).isEmpty();
  }

  /** Sets who is told of clusters; has an effect only before the first connection. */
  public static void watch(Cluster.Watcher newWatcher) {
    watcher = newWatcher;
  }

  /**
   * Switches routing on or off for connections made from now on.
   *
   * @return whether it was on
   */
  public static boolean route(boolean on) {
    boolean was = routing;
    routing = on;
    return was;
  }

  /** Whether connections made now are routed. */
  public static boolean isRouting() {
    return routing;
  }

  private static AgentComponents rooms() {
    AgentComponents made = rooms;
    if (made == null) {
      synchronized (MAKING) {
        made = rooms;
        if (made == null) {
          made = make();
          rooms = made;
        }
      }
    }
    return made;
  }

  /** What fails here is tried again at the next connection. A class initializer would fail for ever. */
  private static AgentComponents make() {
    try {
      return new AgentComponents(configuration, watcher);
    } catch (RuntimeException | LinkageError e) {
      if (configuration.get(Options.ON_FAILURE) == Options.OnFailure.ABORT) {
        new StartupFailure(configuration)
            .raise("the agent cannot be set up; Jedis is left alone: " + e);
      }
      throw e;
    }
  }

  private static void sayOnce(String message) {
    if (FAILURE_SAID.compareAndSet(false, true)) {
      Log.warn(message);
    }
  }
}
