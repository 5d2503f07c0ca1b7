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
 * Receives the calls of woven code.
 *
 * <p>Its signatures have JDK types only, and it throws no exceptions but those of Jedis.
 *
 * <p>Under a security manager it works with the agent's rights. The application, which is on the stack, need not have the rights
 * that reflection takes.
 */
public final class Gateway {
  private static final AtomicBoolean FAILURE_LOGGED = new AtomicBoolean();
  private static volatile Configuration configuration = Configuration.STANDARD;
  private static volatile boolean routesNewConnections = true;
  private static volatile Cluster.Watcher clusterWatcher = Cluster.Watcher.NOBODY;
  private static final Object COMPONENTS_LOCK = new Object();

  /** {@code null} until the first connection. */
  private static volatile AgentComponents components;

  /** Whether the agent routes, and the option {@code redirect} or {@code sentinel} names an address. */
  private static volatile boolean hasRedirects;

  private Gateway() {}

  /**
   * Is called when a {@code Connection} of Jedis is about to make a new socket.
   *
   * <p>When the option {@code redirect} or {@code sentinel} names its address, this call ends the attempt, and {@link
   * #connectFailed} connects the connection to what stands for the address.
   *
   * @param connection the {@code Connection}
   */
  public static void connecting(final Object connection) {
    boolean isRedirected = false;
    try {
      isRedirected = routesNewConnections
          && !SelfCheck.isSubject(connection)
          && !Dialing.isActive()
          && AccessController.doPrivileged(new PrivilegedExceptionAction<Boolean>() {
            @Override
            public Boolean run() throws ReflectiveOperationException {
              return isRedirected(connection);
            }
          });
    } catch (Throwable t) {
      if (hasRedirects) {
        throw new RedirectSignal(t); // the address may be one that the application must leave
      }
      warnOnce("a connection of Jedis connects to its own address, because the agent failed: " + t);
    }
    if (isRedirected) {
      throw new RedirectSignal(null);
    }
  }

  private static boolean isRedirected(Object connection) throws ReflectiveOperationException {
    if (!hasRedirects) {
      return false;
    }
    AgentComponents agent = components();
    return agent.dialers.dialerFor(connection) != null
        && agent.endpoints.redirects(agent.dialers.addressOf(connection))
        && !agent.nativeConnections.owns(connection);
  }

  /**
   * Is called when a {@code Connection} of Jedis has made a new socket and is about to use it.
   *
   * @param socket connected, TLS handshake done
   * @param connection the {@code Connection}
   * @return the socket that the connection uses from now on: one that serves the whole cluster, or the same one
   */
  public static Socket opened(final Socket socket, final Object connection) {
    try {
      if (!routesNewConnections || Dialing.isActive()) {
        return socket;
      }
      return AccessController.doPrivileged(new PrivilegedExceptionAction<Socket>() {
        @Override
        public Socket run() throws ReflectiveOperationException, IOException {
          return replacementFor(socket, connection);
        }
      });
    } catch (VirtualMachineError e) {
      // A connection that reaches its entry node only would stay in its pool permanently.
      close(socket);
      throw e;
    } catch (Throwable t) {
      warnOnce(
          "a connection of Jedis is not routed and reaches its entry node only, because the agent failed: "
              + t);
      return socket;
    }
  }

  private static Socket replacementFor(Socket socket, Object connection)
      throws ReflectiveOperationException, IOException {
    AgentComponents agent = components();
    if (agent.audit != null) {
      return agent.nativeConnections.owns(connection) ? socket : agent.audit.watch(socket);
    }
    // isPlain comes first: connections to standalone servers do not pay for owns.
    if (agent.endpoints.isPlain(socket) || agent.nativeConnections.owns(connection)) {
      return socket;
    }
    Dialer dialer = agent.dialers.dialerFor(connection, socket);
    return dialer == null
        ? socket
        : agent.endpoints.virtual(socket, agent.dialers.addressOf(connection), dialer);
  }

  /**
   * Is called when a {@code Connection} of Jedis could not connect.
   *
   * <p>When its address belongs to a known cluster, or {@link #connecting} ended the attempt, the agent connects it to another
   * node. Else this call throws the same failure again.
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
          return cause == null
              ? connectToRedirectNode(connection)
              : jedisException(connection, cause);
        }
      });
      if (thrown != null) {
        Gateway.<RuntimeException>rethrow(thrown);
      }
      return;
    }
    try {
      if (routesNewConnections
          && !Dialing.isActive()
          && NetworkFailure.causes(failure)
          && AccessController.doPrivileged(new PrivilegedExceptionAction<Boolean>() {
            @Override
            public Boolean run() throws ReflectiveOperationException, IOException {
              return connectToFallbackNode(connection);
            }
          })) {
        return;
      }
    } catch (Throwable t) {
      warnOnce(
          "a connection of Jedis that could not connect gets no other node, because the agent failed: "
              + t);
    }
    Gateway.<RuntimeException>rethrow(failure);
  }

  private static boolean connectToFallbackNode(Object connection)
      throws ReflectiveOperationException, IOException {
    AgentComponents agent = components();
    if (agent.audit != null || agent.nativeConnections.owns(connection)) {
      return false;
    }
    Dialer dialer = agent.dialers.dialerFor(connection);
    Socket socket = dialer == null
        ? null
        : agent.endpoints.openFallback(agent.dialers.addressOf(connection), dialer);
    if (socket == null) {
      return false;
    }
    connectThrough(socket, connection);
    return true;
  }

  /** Returns the exception for the application, or {@code null} when the connection is connected. */
  private static Throwable connectToRedirectNode(Object connection) {
    try {
      JedisDialers dialers = components().dialers;
      connectThrough(
          components()
              .endpoints
              .redirected(dialers.addressOf(connection), dialers.dialerFor(connection)),
          connection);
      return null;
    } catch (Throwable t) {
      return jedisException(connection, t);
    }
  }

  private static Throwable jedisException(Object connection, Throwable cause) {
    try {
      return ConnectionMembers.of(connection).markFailed(connection, cause);
    } catch (RuntimeException | LinkageError e) { // an unknown line of Jedis
      return cause;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody uses the socket.
    }
  }

  private static void connectThrough(Socket socket, Object connection)
      throws ReflectiveOperationException, IOException {
    boolean connected = false;
    try {
      ConnectionMembers.of(connection).markConnected(connection, socket);
      connected = true;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /** Throws a checked exception, too, as {@code connect()} did. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void rethrow(Throwable failure) throws E {
    throw (E) failure;
  }

  /** Sets the configuration; has an effect only before the first connection. */
  public static void configure(Configuration newConfiguration) {
    configuration = newConfiguration;
    hasRedirects = newConfiguration.get(Options.MODE) == Options.Mode.ROUTE
        && newConfiguration.replacesAddresses();
  }

  /** Sets the watcher of all clusters; has an effect only before the first connection. */
  public static void setClusterWatcher(Cluster.Watcher newWatcher) {
    clusterWatcher = newWatcher;
  }

  /**
   * Switches routing on or off for connections that are made from now on.
   *
   * @return whether routing was on
   */
  public static boolean setRouting(boolean on) {
    boolean wasOn = routesNewConnections;
    routesNewConnections = on;
    return wasOn;
  }

  /** Whether connections that are made now are routed. */
  public static boolean isRouting() {
    return routesNewConnections;
  }

  private static AgentComponents components() {
    AgentComponents current = components;
    if (current == null) {
      synchronized (COMPONENTS_LOCK) {
        current = components;
        if (current == null) {
          current = createComponents();
          components = current;
        }
      }
    }
    return current;
  }

  /** If this fails, the next connection tries it again. A class initializer would fail permanently. */
  private static AgentComponents createComponents() {
    try {
      return new AgentComponents(configuration, clusterWatcher);
    } catch (RuntimeException | LinkageError e) {
      if (configuration.get(Options.ON_FAILURE) == Options.OnFailure.ABORT) {
        new StartupFailure(configuration)
            .report("the agent cannot be set up; Jedis is left alone: " + e);
      }
      throw e;
    }
  }

  private static void warnOnce(String message) {
    if (FAILURE_LOGGED.compareAndSet(false, true)) {
      Log.warn(message);
    }
  }
}
