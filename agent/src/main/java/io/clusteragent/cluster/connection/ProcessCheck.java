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
 * Finds out whether the process at the other end of a connection that ended is still running.
 *
 * <p>It asks the node on a new connection. Any answer shows that a process runs; its id, and the time since its start, show that
 * it is the same one. A separate thread asks: an application without timeouts would wait for a host that is gone for minutes.
 */
public final class ProcessCheck implements Runnable {
  private static final int LONGEST_WAIT_MILLIS = 2000;
  private static final byte[] REQUEST = Resp.command("INFO", "server");
  private static final String UPTIME = "uptime_in_seconds:";

  private final Node node;
  private final ConnectionProfile identity;
  private final long connectedNanos;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean runs;
  private volatile boolean abandoned;
  private volatile Socket socket;

  private ProcessCheck(Node node, ConnectionProfile identity, long connectedNanos) {
    this.node = node;
    this.identity = identity;
    this.connectedNanos = connectedNanos;
  }

  /**
   * Whether the process runs that a connection was made to; waits at most 2 s for its answer.
   *
   * @param identity the profile of the new connection
   */
  public static boolean runsOn(NodeConnection ended, ConnectionProfile identity) {
    ProcessCheck check =
        new ProcessCheck(ended.node(), identity, ended.nanosSinceTaken(System.nanoTime()));
    try {
      new BackgroundThreads("cluster-agent-dial")
          .newThread(check, Thread.currentThread().getContextClassLoader())
          .start();
      if (!check.done.await(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        check.node.suspect();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError e) {
      Log.debug("no thread can be started that asks node " + check.node + ": " + e);
    }
    check.abandoned = true;
    check.closeSocket();
    return check.runs;
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
    int replies = 2;
    for (Handshake.Step step : Handshake.Step.values()) {
      byte[] command = handshake.command(step);
      if (command != null) {
        connection.append(command, 0, command.length);
        replies++;
      }
    }
    connection.append(NodeIdentity.REQUEST, 0, NodeIdentity.REQUEST.length);
    connection.append(REQUEST, 0, REQUEST.length);
    connection.flush();
    ReplyParser parser = new ReplyParser(connection.input().stream(LONGEST_WAIT_MILLIS));
    for (int left = replies; left > 0; left--) {
      Object reply = parser.parse();
      runs = !(left == 2 && isForeign(reply))
          && !(left == 1 && isRestarted(reply))
          && !(reply instanceof ErrorReply && "LOADING".equals(((ErrorReply) reply).code()));
      if (!runs) {
        return;
      }
    }
  }

  private boolean isForeign(Object id) {
    String expected = node.expectedId();
    return id instanceof byte[] && !expected.isEmpty() && !expected.equals(ReplyParser.text(id));
  }

  /** Whether the process is younger than the connection. Its clock has whole seconds, so it may seem one second younger. */
  private boolean isRestarted(Object info) {
    String text = info instanceof byte[] ? ReplyParser.text(info) : "";
    int at = text.indexOf(UPTIME);
    return at >= 0 && isYounger(text.substring(at + UPTIME.length()), connectedNanos);
  }

  static boolean isYounger(String uptime, long nanos) {
    int digits = 0;
    while (digits < Math.min(uptime.length(), 15) && Character.isDigit(uptime.charAt(digits))) {
      digits++;
    }
    return digits > 0
        && Long.parseLong(uptime.substring(0, digits)) + 1 < TimeUnit.NANOSECONDS.toSeconds(nanos);
  }

  private void closeSocket() {
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        Log.debug("closing a connection to " + node + " failed: " + e);
      }
    }
  }
}
