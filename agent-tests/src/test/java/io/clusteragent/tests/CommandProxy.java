package io.clusteragent.tests;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy in front of a real server, which handles some commands itself and forwards all others. */
abstract class CommandProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  CommandProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Handles the commands of one connection. */
  interface Conversation {

    /**
     * Handles a command, or leaves it to the server.
     *
     * @param words the command in ISO 8859-1
     * @return whether it is handled; false forwards it unchanged
     */
    boolean handle(List<String> words, OutputStream client, OutputStream server) throws IOException;
  }

  /** The state of a new connection. */
  abstract Conversation begin();

  void start() {
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
      Conversation conversation = begin();
      while (true) {
        wire.reset();
        List<String> words = readCommand(in, wire);
        if (!conversation.handle(words, client.getOutputStream(), server.getOutputStream())) {
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

  private static List<String> readCommand(InputStream in, ByteArrayOutputStream wire)
      throws IOException {
    int count = number(in, wire);
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = number(in, wire);
      byte[] word = in.readNBytes(length + 2);
      wire.write(word);
      words.add(new String(word, 0, length, StandardCharsets.ISO_8859_1));
    }
    return words;
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

  /** A command's bytes on the wire. */
  static byte[] wire(List<String> words) {
    StringBuilder text = new StringBuilder("*" + words.size() + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "command proxy");
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
