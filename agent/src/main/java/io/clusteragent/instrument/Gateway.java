package io.clusteragent.instrument;

import io.clusteragent.audit.Audit;
import io.clusteragent.cluster.Cluster;
import io.clusteragent.cluster.Dialer;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.log.Log;
import io.clusteragent.session.Endpoints;
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
      if (FAILURE_SAID.compareAndSet(false, true)) {
        Log.warn("a connection of Jedis goes to its own address, whatever redirect says: " + t);
      }
    }
    if (elsewhere) {
      throw new Diverted();
    }
  }

  private static boolean isRedirected(Object connection) throws IllegalAccessException {
    return Rooms.REDIRECTS
        && Rooms.DIALERS.like(connection) != null
        && Rooms.ENDPOINTS.redirects(Rooms.DIALERS.addressOf(connection))
        && !Rooms.CLUSTER_CLIENTS.owns(connection);
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
    } catch (Throwable t) {
      if (FAILURE_SAID.compareAndSet(false, true)) {
        Log.warn("a connection of Jedis is left alone and will know its own node only: " + t);
      }
      return socket;
    }
  }

  private static Socket replaced(Socket socket, Object connection)
      throws IllegalAccessException, IOException {
    if (Rooms.AUDIT != null) {
      return Rooms.CLUSTER_CLIENTS.owns(connection) ? socket : Rooms.AUDIT.watch(socket);
    }
    // A server on its own pays for no further look; so isPlain comes before owns.
    if (Rooms.ENDPOINTS.isPlain(socket) || Rooms.CLUSTER_CLIENTS.owns(connection)) {
      return socket;
    }
    Dialer dialer = Rooms.DIALERS.like(connection);
    return dialer == null
        ? socket
        : Rooms.ENDPOINTS.virtual(socket, Rooms.DIALERS.addressOf(connection), dialer);
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
    if (failure instanceof Diverted) {
      Throwable thrown = AccessController.doPrivileged(new PrivilegedAction<Throwable>() {
        @Override
        public Throwable run() {
          return connectRedirected(connection);
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
      if (FAILURE_SAID.compareAndSet(false, true)) {
        Log.warn("a connection of Jedis that failed is not helped to another node: " + t);
      }
    }
    Gateway.<RuntimeException>rethrow(failure);
  }

  private static boolean connectElsewhere(Object connection)
      throws ReflectiveOperationException, IOException {
    if (Rooms.AUDIT != null || Rooms.CLUSTER_CLIENTS.owns(connection)) {
      return false;
    }
    Dialer dialer = Rooms.DIALERS.like(connection);
    Socket socket = dialer == null
        ? null
        : Rooms.ENDPOINTS.standIn(Rooms.DIALERS.addressOf(connection), dialer);
    if (socket == null) {
      return false;
    }
    use(socket, connection);
    return true;
  }

  /** Returns what Jedis throws when it cannot connect, or {@code null}. */
  private static Throwable connectRedirected(Object connection) {
    try {
      use(
          Rooms.ENDPOINTS.redirected(
              Rooms.DIALERS.addressOf(connection), Rooms.DIALERS.like(connection)),
          connection);
      return null;
    } catch (Throwable t) {
      return ConnectionMembers.of(connection).failed(connection, t);
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

  /** In a class of their own, so that even a failure to set them up is caught above and not thrown into Jedis. */
  private static final class Rooms {
    static final boolean REDIRECTS = configuration.get(Options.MODE) == Options.Mode.ROUTE
        && !configuration.get(Options.REDIRECT).isEmpty();
    static final Audit AUDIT = configuration.get(Options.MODE) == Options.Mode.AUDIT
        ? new Audit(
            reportFile(configuration.get(Options.AUDIT_REPORT)),
            !configuration.get(Options.AUDIT_KEYS),
            configuration.get(Options.AUDIT_NODES))
        : null;
    static final Endpoints ENDPOINTS = new Endpoints(configuration, watcher);
    static final JedisDialers DIALERS = new JedisDialers();
    static final ClusterClients CLUSTER_CLIENTS = new ClusterClients();

    private static String reportFile(String chosen) {
      return chosen.isEmpty() ? "cluster-agent-audit.json" : chosen;
    }
  }
}
