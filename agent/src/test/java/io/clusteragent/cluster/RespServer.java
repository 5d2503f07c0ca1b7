package io.clusteragent.cluster;

import io.clusteragent.TestPorts;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Replies to each command with the reply that the test set for it, on a loopback port.
 *
 * <p>A command is written with spaces between its words, a reply as its wire bytes without the last line end. The reply to any
 * other command is {@code +OK}. The server replies to {@code CLUSTER MYID} without recording it.
 */
public final class RespServer implements AutoCloseable {

  /** Instead of a reply: the server sends nothing. */
  public static final String SILENCE = "(silence)";

  /** Instead of a reply: the server closes the connection. */
  public static final String CLOSE = "(close)";

  private static final String MYID = "CLUSTER MYID";

  private final ServerSocket listener;
  private final Map<String, String> replies = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();

  public RespServer() throws IOException {
    listener = TestPorts.listen();
    daemon(this::accept);
  }

  /** Sets the reply to a command. */
  public RespServer on(String command, String reply) {
    replies.put(command, reply);
    return this;
  }

  /** The server's id in {@link #slots} and in its reply to CLUSTER MYID. */
  public String id() {
    return "id-" + listener.getLocalPort();
  }

  public NodeAddress address() {
    return new NodeAddress(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
  }

  /** Dials this and any other server of a test. */
  public static Dialer dialer() {
    return address -> {
      Socket socket = new Socket(address.host(), address.port());
      socket.setSoTimeout(5000);
      return socket;
    };
  }

  /** A connection as an application makes it. */
  public NodeConnection connect() throws IOException {
    return new NodeConnection(dialer().dial(address()), "test");
  }

  /** Number of connections made so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Waits for the next command that arrives, on any connection. */
  public String next() throws InterruptedException {
    String command = received.poll(5, TimeUnit.SECONDS);
    if (command == null) {
      throw new AssertionError("no command arrived within 5 s");
    }
    return command;
  }

  /** All recorded commands that {@link #next} has not returned. */
  public List<String> unread() {
    return List.copyOf(received);
  }

  /** Sends an unrequested reply on all open connections. */
  public void push(String reply) throws IOException {
    for (Socket socket : sockets) {
      send(socket, reply);
    }
  }

  /** Closes all open connections, and continues to listen. */
  public void closeConnections() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    closeConnections();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        accepted.incrementAndGet();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // The listener was closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      ReplyParser commands =
          new ReplyParser(new java.io.BufferedInputStream(socket.getInputStream()));
      while (true) {
        List<?> words = (List<?>) commands.parse();
        String command = words.stream().map(ReplyParser::text).collect(Collectors.joining(" "));
        String reply = replies.getOrDefault(command, "+OK");
        if (command.equals(MYID)) {
          reply = replies.getOrDefault(MYID, "+" + id());
        } else {
          received.add(command);
        }
        if (reply.equals(CLOSE)) {
          return;
        }
        if (!reply.equals(SILENCE)) {
          send(socket, reply);
        }
      }
    } catch (IOException e) {
      // The client closed its connection, or the test is over.
    } finally {
      sockets.remove(socket);
    }
  }

  private static void send(Socket socket, String reply) throws IOException {
    socket.getOutputStream().write(Resp.ascii(reply + "\r\n"));
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "resp-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** A reply to CLUSTER SLOTS in which each server owns one equal share of the slots. */
  public static String slots(RespServer... servers) {
    StringBuilder reply = new StringBuilder("*" + servers.length);
    int share = HashSlot.COUNT / servers.length;
    for (int i = 0; i < servers.length; i++) {
      int last = i == servers.length - 1 ? HashSlot.COUNT - 1 : (i + 1) * share - 1;
      NodeAddress address = servers[i].address();
      reply.append("\r\n*3\r\n:").append(i * share).append("\r\n:").append(last);
      reply.append("\r\n*3\r\n+").append(address.host()).append("\r\n:").append(address.port());
      reply.append("\r\n+").append(servers[i].id());
    }
    return reply.toString();
  }
}
