package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One server process on the loopback interface, in its own temporary directory. Thread-safe; commands of several threads are
 * sent one after the other.
 */
public final class RedisNode implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final int START_ATTEMPTS = 5;

  private final NodeSettings settings;
  private final boolean cluster;
  private final TcpProxy proxy;
  private final ServerProcess process;
  private volatile int port;
  private volatile NodeClient client;
  private volatile String id;

  private RedisNode(NodeSettings settings, boolean cluster) throws IOException {
    this.settings = settings;
    this.cluster = cluster;
    this.port = settings.nextPort();
    this.client = new NodeClient(host(), port, settings);
    List<String> config = settings.configFile(port, cluster);
    if (settings.isBehindProxy()) {
      proxy = TcpProxy.start(FreePorts.next(), port);
      config.add("cluster-announce-port " + proxy.port());
      config.add("cluster-announce-bus-port " + (port + FreePorts.BUS_DISTANCE));
    } else {
      proxy = null;
    }
    this.process = new ServerProcess(settings.binary(), "redis-" + port + "-", config);
  }

  /** Settings for a single server; call {@link NodeSettings#start()} on them. */
  public static NodeSettings settings() {
    return new NodeSettings();
  }

  static RedisNode start(NodeSettings settings, boolean cluster) {
    for (int attempt = 1; ; attempt++) {
      RedisNode node = null;
      try {
        node = new RedisNode(settings, cluster);
        node.launch();
        return node;
      } catch (IOException | IllegalStateException e) {
        String log = node == null ? "" : node.log();
        if (node != null) {
          node.close();
        }
        // Another process can take the port between the check and the start.
        if (attempt == START_ATTEMPTS
            || settings.hasPorts()
            || !log.contains("Address already in use")) {
          throw new IllegalStateException(
              "cannot start " + settings.binary() + "; its log: " + log, e);
        }
      }
    }
  }

  private void launch() throws IOException {
    process.start();
    Await.until("the server on port " + port, START_LIMIT, () -> {
      if (!process.isAlive()) {
        return null;
      }
      // The process id distinguishes it from another server that has just taken the port.
      String info = (String) ask("INFO", "server");
      return info.contains("process_id:" + process.pid()) ? null : "another server answers";
    });
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the server on port " + port + " ended: exit code " + process.exitCode());
    }
  }

  /** Always {@code 127.0.0.1}. */
  public String host() {
    return "127.0.0.1";
  }

  /** The client port: plain, or TLS when the node has TLS. */
  public int port() {
    return port;
  }

  /** The port for clients: that of the proxy if there is one. */
  public int announcedPort() {
    return proxy == null ? port : proxy.port();
  }

  /** The network in front of the node, or null. */
  public TcpProxy proxy() {
    return proxy;
  }

  /** {@code host:port}. */
  public String address() {
    return host() + ":" + port;
  }

  /** The cluster node id. */
  public String id() {
    if (id == null) {
      id = (String) ask("CLUSTER", "MYID");
    }
    return id;
  }

  /** Process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process runs and is not paused. */
  public boolean isUp() {
    return process.isUp();
  }

  /** The server's log so far. */
  public String log() {
    return process.log();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    try {
      process.kill();
    } finally {
      client.disconnect();
    }
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  public void pause() {
    process.pause();
  }

  /** SIGCONT, after {@link #pause()}. */
  public void resume() {
    process.resume();
  }

  /** Starts the process again after {@link #kill()} (kills it first if it runs): same port, same id; its data only with {@code appendonly}. */
  public void restart() {
    kill();
    try {
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restart the server on port " + port, e);
    }
  }

  /**
   * As {@link #restart()}, at another port, as a pod gets another address.
   *
   * @param newPorts the ports of all nodes from now on, by their ports so far: the node learns them
   */
  void restartAt(Map<Integer, Integer> newPorts) {
    kill();
    try {
      process.edit(
          NodeSettings.NODES_FILE,
          nodes -> Pattern.compile(":(\\d+)@(\\d+)").matcher(nodes).replaceAll(found -> {
            int newPort = newPorts.get(Integer.valueOf(found.group(1)));
            return ":" + newPort + "@" + (newPort + FreePorts.BUS_DISTANCE);
          }));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = newPorts.get(port);
    client = new NodeClient(host(), port, settings);
    process.override(settings.tls() == null ? "--port" : "--tls-port", Integer.toString(port));
    restart();
  }

  /**
   * Starts another node at the same port, after {@link #kill()} (kills this one first if it runs): with a new id, without data,
   * and not part of a cluster.
   */
  public void replace() {
    kill();
    id = null;
    try {
      process.forget(NodeSettings.NODES_FILE);
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start another server on port " + port, e);
    }
  }

  /**
   * Sends one command as the default user and returns its reply.
   *
   * @return String, Long, null or a List of these
   * @throws ServerError for an error reply
   * @throws UncheckedIOException when the node does not answer within 5 s
   */
  public Object ask(String... command) {
    Object reply = askRaw(command);
    if (reply instanceof ServerError) {
      throw (ServerError) reply;
    }
    return reply;
  }

  /** As {@link #ask}, but returns an error reply as a {@link ServerError} instead of throwing it. */
  public Object askRaw(String... command) {
    return askRaw(StandardCharsets.UTF_8, command);
  }

  Object askRaw(Charset charset, String... command) {
    return client.ask(charset, command);
  }

  /** Kills the process and deletes its directory; may be called twice. */
  @Override
  public void close() {
    process.close();
    client.disconnect();
    if (proxy != null) {
      proxy.close();
    }
  }

  @Override
  public String toString() {
    return address() + (cluster ? " (cluster node)" : "");
  }
}
