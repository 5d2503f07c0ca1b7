package io.clusteragent.tests;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy that refuses some commands and forwards all others to a real server, as some products do. */
public final class RefusingProxy implements AutoCloseable {
  private static final byte[] UNKNOWN =
      "*1\r\n$7\r\nUNKNOWN\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final ServerSocket listener;
  private final int target;
  private final byte[] refusal;
  private final List<String> lacking;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Refuses all CLUSTER commands with these words.
   *
   * @param refusal the error, without the leading {@code -}
   */
  RefusingProxy(int target, String refusal) throws IOException {
    this(target, ("-" + refusal + "\r\n").getBytes(StandardCharsets.ISO_8859_1), List.of());
  }

  /**
   * Lets a server not know some commands.
   *
   * @param lacking the commands, with their subcommands if need be: {@code CLUSTER MYID}
   */
  public static RefusingProxy lacking(int target, String... lacking) throws IOException {
    return new RefusingProxy(target, null, List.of(lacking));
  }

  private RefusingProxy(int target, byte[] refusal, List<String> lacking) throws IOException {
    this.target = target;
    this.refusal = refusal;
    this.lacking = lacking;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        start(() -> passCommands(client, server));
        start(() -> passReplies(server, client));
      }
    } catch (IOException e) {
      // The listener was closed, because the test has ended.
    }
  }

  private void passCommands(Socket client, Socket server) {
    try (client;
        server) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      while (true) {
        wire.reset();
        String command = readCommand(in, wire);
        if (refusal != null && command.startsWith("CLUSTER ")) {
          client.getOutputStream().write(refusal); // it is never sent in a pipeline
        } else if (lacking.stream().anyMatch(each -> command.startsWith(each + " "))) {
          server
              .getOutputStream()
              .write(UNKNOWN); // the server's own error keeps its place in a pipeline
        } else {
          wire.writeTo(server.getOutputStream());
        }
      }
    } catch (IOException e) {
      // One of both hung up.
    }
  }

  private static void passReplies(Socket server, Socket client) {
    try (client;
        server) {
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // One of both hung up.
    }
  }

  /** Reads one whole command, and returns its first two words in upper case, each with a blank behind it. */
  private static String readCommand(InputStream in, ByteArrayOutputStream wire) throws IOException {
    int words = number(in, wire);
    String name = "";
    for (int i = 0; i < words; i++) {
      int length = number(in, wire);
      byte[] word = in.readNBytes(length + 2);
      wire.write(word);
      name += i < 2 ? new String(word, 0, length, StandardCharsets.ISO_8859_1) + " " : "";
    }
    return name.toUpperCase(Locale.ROOT);
  }

  /** The number in a line such as {@code *3} or {@code $5}. */
  private static int number(InputStream in, ByteArrayOutputStream wire) throws IOException {
    int number = 0;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      wire.write(b);
      number = b >= '0' && b <= '9' ? number * 10 + b - '0' : number;
    }
    wire.write('\n');
    return number;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "refusing proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
