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
 * A server on a loopback port that answers each command with the reply the test wrote for it. A command is written with
 * spaces between its words, a reply as its wire bytes without the last line end; a command without a reply gets {@code
 * +OK}. {@code CLUSTER MYID} is answered and not counted among what was received.
 */
public final class RespServer implements AutoCloseable {

  /** In place of a reply: the server says nothing. */
  public static final String SILENCE = "(silence)";

  /** In place of a reply: the server closes the connection. */
  public static final String HANG_UP = "(hang up)";

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

  /** Writes the reply to a command. */
  public RespServer on(String command, String reply) {
    replies.put(command, reply);
    return this;
  }

  /** The id under which {@link #slots} names it, and by which it answers when it is asked. */
  public String id() {
    return "id-" + listener.getLocalPort();
  }

  public NodeAddress address() {
    return new NodeAddress(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
  }

  /** How a client reaches this and any other server of a test. */
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

  /** All commands that arrived and were not asked for with {@link #next}. */
  public List<String> rest() {
    return List.copyOf(received);
  }

  /** Sends bytes that nobody asked for on all open connections. */
  public void push(String reply) throws IOException {
    for (Socket socket : sockets) {
      send(socket, reply);
    }
  }

  /** Closes all open connections, and goes on listening. */
  public void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    hangUp();
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
        if (reply.equals(HANG_UP)) {
          return;
        }
        if (!reply.equals(SILENCE)) {
          send(socket, reply);
        }
      }
    } catch (IOException e) {
      // The client went away, or the test is over.
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
