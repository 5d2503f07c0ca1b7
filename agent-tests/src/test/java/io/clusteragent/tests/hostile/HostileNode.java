package io.clusteragent.tests.hostile;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on loopback that sends a configured reply to CLUSTER SLOTS, {@code right:healthy:X} to {@code GET healthy:X}, and
 * {@link MalformedReplies} number N to commands on {@code case:N}. It replies to commands that arrive together in one write, as
 * Redis does. So a surplus reply arrives together with the last reply, not at any time later.
 */
public final class HostileNode implements AutoCloseable {

  /** The reply to CLUSTER SLOTS. */
  public interface Claim {
    /** The bytes of the reply, one character each. */
    String reply();
  }

  private final List<ServerSocket> listeners = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final MalformedReplies malformed;
  private volatile Claim claim = () -> "-ERR This instance has cluster support disabled\r\n";
  private volatile HostileNode other = this;

  public HostileNode(MalformedReplies malformed) {
    this.malformed = malformed;
    listen("127.0.0.1", 0);
  }

  /** Listens also at the IPv6 loopback address. */
  public HostileNode withIpv6() {
    listen("::1", port());
    return this;
  }

  public HostileNode claims(Claim newClaim) {
    claim = newClaim;
    return this;
  }

  /** Sets the target of its redirections. */
  public HostileNode redirectsTo(HostileNode node) {
    other = node;
    return this;
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return listeners.get(0).getLocalPort();
  }

  private void listen(String host, int port) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.getByName(host), port), 200);
      listeners.add(listener);
      daemon(() -> accept(listener));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket listener) {
    try {
      while (true) {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // The listener was closed, because the test has ended.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
      Client client = new Client();
      boolean hangsUp = false;
      while (!hangsUp) {
        StringBuilder replies = new StringBuilder();
        do {
          replies.append(client.reply(command(in)));
          hangsUp = replies.toString().endsWith(MalformedReplies.HANG_UP);
        } while (!hangsUp && in.available() > 0);
        int length = replies.length() - (hangsUp ? MalformedReplies.HANG_UP.length() : 0);
        byte[] bytes = replies.substring(0, length).getBytes(StandardCharsets.ISO_8859_1);
        socket.getOutputStream().write(bytes);
      }
    } catch (IOException e) {
      // The client has closed the connection, or the test has ended.
    } finally {
      open.remove(socket);
    }
  }

  private static List<String> command(DataInputStream in) throws IOException {
    int count = Integer.parseInt(line(in).substring(1));
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] word = new byte[Integer.parseInt(line(in).substring(1))];
      in.readFully(word);
      line(in);
      words.add(new String(word, StandardCharsets.ISO_8859_1));
    }
    return words;
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.append((char) b);
    }
    return line.toString().trim();
  }

  /** The state of one client: its transaction. */
  private final class Client {
    private boolean inTransaction;
    private int caseOfTransaction = -1;

    String reply(List<String> words) {
      String name = words.get(0).toUpperCase(java.util.Locale.ROOT);
      int number = MalformedReplies.caseOf(words);
      switch (name) {
        case "MULTI":
          inTransaction = true;
          caseOfTransaction = -1;
          return "+OK\r\n";
        case "EXEC":
          inTransaction = false;
          return malformed.reply(caseOfTransaction, name, port(), other.port());
        case "DISCARD":
          inTransaction = false;
          return "+OK\r\n";
        case "PING":
          return "+PONG\r\n";
        case "CLUSTER":
          boolean asksForId = words.size() > 1 && words.get(1).equalsIgnoreCase("MYID");
          return asksForId ? MalformedReplies.bulk(id(port())) : claim.reply();
        default:
      }
      if (inTransaction && !malformed.spoilsQueueing(number)) {
        caseOfTransaction = number;
        return "+QUEUED\r\n";
      }
      if (number >= 0) {
        return malformed.reply(number, name, port(), other.port());
      }
      boolean healthy = name.equals("GET") && words.get(1).startsWith("healthy:");
      return healthy ? MalformedReplies.bulk("right:" + words.get(1)) : "+OK\r\n";
    }
  }

  /** A range of slots in the reply to CLUSTER SLOTS. */
  public static String range(int first, int last, String host, long port) {
    return "*3\r\n:" + first + "\r\n:" + last + "\r\n*3\r\n" + MalformedReplies.bulk(host) + ":"
        + port + "\r\n" + MalformedReplies.bulk(id(port));
  }

  /** The id of the node at a port. */
  public static String id(long port) {
    return "node-" + port;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "hostile-node");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      for (ServerSocket listener : listeners) {
        listener.close();
      }
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
