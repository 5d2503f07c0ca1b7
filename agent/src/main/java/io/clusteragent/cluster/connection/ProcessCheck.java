package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether the process behind a connection that ended still runs.
 *
 * <p>It asks the node on a new connection. An answer shows that a process runs; its id, and the time since its start, show that
 * it is the same one. A separate thread asks: an application without timeouts would wait for a host that is gone for minutes.
 * Subscribers of one node that end at the same time share a check.
 */
final class ProcessCheck implements Runnable {
  private static final int LONGEST_WAIT_MILLIS = 1000;

  /** A process that has run for less time was started by a restart: whole seconds cannot tell that of a young connection. */
  private static final int JUST_STARTED_SECONDS = 3;

  private static final byte[] REQUEST = Resp.command("INFO", "server");
  private static final String UPTIME = "uptime_in_seconds:";

  private final Node node;
  private final ConnectionProfile identity;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean runs;

  /** How long the process has run, in seconds; -1 when it does not say so. */
  private volatile long uptime = -1;

  private volatile boolean abandoned;
  private volatile Socket socket;

  /**
   * @param identity the profile of the new connection
   */
  ProcessCheck(Node node, ConnectionProfile identity) {
    this.node = node;
    this.identity = identity;
  }

  void start() {
    try {
      new BackgroundThreads("cluster-agent-dial")
          .newThread(this, Thread.currentThread().getContextClassLoader())
          .start();
    } catch (OutOfMemoryError e) {
      Log.debug("no thread can be started that asks node " + node + ": " + e);
      done.countDown();
    }
  }

  /** Whether another connection that ends now can use the result, too. */
  boolean serves(ConnectionProfile other) {
    return done.getCount() > 0 && identity.equals(other);
  }

  /** Whether the process runs that a connection was made to; waits at most 1 s for its answer. */
  boolean runsOn(NodeConnection ended) {
    try {
      if (!done.await(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        node.suspect();
        abandoned = true;
        closeSocket();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return runs && !isAnother(uptime, ended.nanosSinceTaken(System.nanoTime()));
  }

  @Override
  public void run() {
    try {
      socket = identity.dialer().dial(node.address());
      if (!abandoned) {
        ask(new NodeConnection(socket, this));
      }
    } catch (IOException | RuntimeException e) {
      if (!runs && !abandoned) {
        node.unreachable(e instanceof IOException ? (IOException) e : new IOException(e));
      }
    } finally {
      done.countDown();
      closeSocket();
    }
  }

  private void ask(NodeConnection connection) throws IOException {
    Handshake handshake = identity.handshake();
    int steps = 0;
    for (Handshake.Step step : Handshake.Step.values()) {
      byte[] command = handshake.command(step);
      if (command != null) {
        connection.append(command, 0, command.length);
        steps++;
      }
    }
    connection.append(NodeIdentity.REQUEST, 0, NodeIdentity.REQUEST.length);
    connection.append(REQUEST, 0, REQUEST.length);
    connection.flush();
    ReplyParser parser = new ReplyParser(connection.input().stream(LONGEST_WAIT_MILLIS));
    for (int i = 0; i < steps; i++) {
      Object reply = parser.parse();
      if (reply instanceof ErrorReply
          && (i == 0 && handshake.credentials() != null || isLoading(reply))) {
        return; // whether it is the same process cannot be seen
      }
    }
    Object id = parser.parse();
    if (isLoading(id) || isForeign(id)) {
      return;
    }
    Object info = parser.parse();
    uptime = info instanceof byte[] ? uptime(ReplyParser.text(info)) : -1;
    runs = !isLoading(info);
  }

  private static boolean isLoading(Object reply) {
    return reply instanceof ErrorReply && "LOADING".equals(((ErrorReply) reply).code());
  }

  private boolean isForeign(Object id) {
    String expected = node.expectedId();
    return id instanceof byte[] && !expected.isEmpty() && !expected.equals(ReplyParser.text(id));
  }

  /** Reads the seconds out of the reply to INFO; -1 when it has none. */
  static long uptime(String info) {
    int at = info.indexOf(UPTIME);
    int from = at + UPTIME.length();
    int to = from;
    while (at >= 0
        && to < Math.min(info.length(), from + 15)
        && Character.isDigit(info.charAt(to))) {
      to++;
    }
    return at < 0 || to == from ? -1 : Long.parseLong(info.substring(from, to));
  }

  /**
   * Whether the process is another one than that of the connection: it is younger, or was started just now. Its clock has whole
   * seconds, so it may seem one second younger.
   */
  static boolean isAnother(long uptime, long nanos) {
    return uptime >= 0
        && (uptime < JUST_STARTED_SECONDS || uptime + 1 < TimeUnit.NANOSECONDS.toSeconds(nanos));
  }

  private void closeSocket() {
    Socket open = socket;
    if (open != null) {
      try {
        PromptClose.of(open);
      } catch (IOException e) {
        Log.debug("closing a connection to " + node + " failed: " + e);
      }
    }
  }
}
