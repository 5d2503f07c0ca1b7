package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One server process on the loopback interface, in its own temporary directory. Thread-safe; commands
 * asked by several threads go one after the other.
 */
public final class RedisNode implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final int START_ATTEMPTS = 5;
  private static final Set<RedisNode> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(RedisNode::stopAll, "stop-redis-nodes"));
  }

  private final NodeSettings settings;
  private final boolean cluster;
  private final int port;
  private final Path dir;
  private final TcpProxy proxy;
  private volatile Process process;
  private volatile boolean paused;
  private volatile String id;
  private RespClient client;

  private RedisNode(NodeSettings settings, boolean cluster) throws IOException {
    this.settings = settings;
    this.cluster = cluster;
    this.port = settings.nextPort();
    this.dir = TempDirs.create("redis-" + port + "-");
    List<String> config = settings.configFile(port, cluster);
    if (settings.isBehindProxy()) {
      proxy = TcpProxy.start(FreePorts.next(), port);
      config.add("cluster-announce-port " + proxy.port());
      config.add("cluster-announce-bus-port " + (port + FreePorts.BUS_DISTANCE));
    } else {
      proxy = null;
    }
    Files.write(dir.resolve("redis.conf"), config);
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
        // Another process can take the port between the look and the start.
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
    process = new ProcessBuilder(settings.binary().path().toString(), "redis.conf")
        .directory(dir.toFile())
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(dir.resolve("output.log").toFile()))
        .start();
    RUNNING.add(this);
    Process started = process;
    Await.until("the server on port " + port, START_LIMIT, () -> {
      if (!started.isAlive()) {
        return null;
      }
      // The process id tells it from another server that has just taken the port.
      String info = (String) ask("INFO", "server");
      return info.contains("process_id:" + started.pid()) ? null : "another server answers";
    });
    if (!started.isAlive()) {
      throw new IllegalStateException(
          "the server on port " + port + " ended: exit code " + started.exitValue());
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

  /** The port that clients are to use: that of the proxy if there is one. */
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
    return process.isAlive() && !paused;
  }

  /** What the server wrote to its log so far. */
  public String log() {
    StringBuilder text = new StringBuilder();
    try {
      for (String name : new String[] {"server.log", "output.log"}) {
        Path file = dir.resolve(name);
        if (Files.exists(file)) {
          text.append(Files.readString(file));
        }
      }
    } catch (IOException e) {
      text.append(e);
    }
    return text.toString();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + pid() + " survived SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      paused = false;
      disconnect();
      RUNNING.remove(this);
    }
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  public void pause() {
    signal("-STOP");
    paused = true;
  }

  /** SIGCONT, after {@link #pause()}. */
  public void resume() {
    signal("-CONT");
    paused = false;
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
   * Starts another node at the same port, after {@link #kill()} (kills this one first if it runs): a new id, no data, and it
   * knows of no cluster.
   */
  public void replace() {
    kill();
    id = null;
    try {
      Files.deleteIfExists(dir.resolve(NodeSettings.NODES_FILE));
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start another server on port " + port, e);
    }
  }

  private void signal(String signal) {
    try {
      int exit = new ProcessBuilder("kill", signal, Long.toString(pid()))
          .inheritIO()
          .start()
          .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill " + signal + " " + pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  synchronized Object askRaw(Charset charset, String... command) {
    try {
      if (client == null) {
        client = connect();
      }
      return client.call(charset, command);
    } catch (IOException e) {
      disconnect();
      throw new UncheckedIOException(address() + " did not answer " + command[0], e);
    }
  }

  private RespClient connect() throws IOException {
    TlsFiles tls = settings.tls();
    RespClient fresh = new RespClient(host(), port, tls == null ? null : tls.context());
    if (settings.password() != null) {
      Object reply = fresh.call(StandardCharsets.UTF_8, "AUTH", settings.password());
      if (reply instanceof ServerError) {
        fresh.close();
        throw (ServerError) reply;
      }
    }
    return fresh;
  }

  private synchronized void disconnect() {
    if (client != null) {
      try {
        client.close();
      } catch (IOException ignored) {
        // The connection is given up anyway.
      }
      client = null;
    }
  }

  /** Kills the process and deletes its directory; may be called twice. */
  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    if (proxy != null) {
      proxy.close();
    }
    TempDirs.delete(dir);
  }

  private static void stopAll() {
    for (RedisNode node : RUNNING) {
      node.process.destroyForcibly();
    }
    for (RedisNode node : RUNNING) {
      node.close();
    }
    TempDirs.deleteAll();
  }

  @Override
  public String toString() {
    return address() + (cluster ? " (cluster node)" : "");
  }
}
