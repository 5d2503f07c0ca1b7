package io.clusteragent.demo.cluster;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Sends commands over one RESP2 connection, and reads their replies. Not thread-safe. */
final class RespClient implements Closeable {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final Socket socket;
  private final InputStream in;

  /**
   * Connects.
   *
   * @param tls null for plain TCP
   */
  RespClient(String host, int port, SSLContext tls) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      plain.setSoTimeout(TIMEOUT_MILLIS);
      plain.setTcpNoDelay(true);
      if (tls == null) {
        socket = plain;
      } else {
        SSLSocket secured =
            (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
        secured.startHandshake();
        socket = secured;
      }
    } catch (IOException e) {
      plain.close();
      throw e;
    }
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Sends a command and reads its reply.
   *
   * @param charset of the arguments and of the reply's strings; ISO-8859-1 carries any bytes
   * @return String, Long, null, a List of these, or a {@link ServerError}
   */
  Object call(Charset charset, String... command) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (String argument : command) {
      byte[] bytes = argument.getBytes(charset);
      request.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      request.write(bytes);
      request.write('\r');
      request.write('\n');
    }
    socket.getOutputStream().write(request.toByteArray());
    socket.getOutputStream().flush();
    return readReply(charset);
  }

  private Object readReply(Charset charset) throws IOException {
    String line = readLine(charset);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> new ServerError(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> readBulk(Integer.parseInt(rest), charset);
      case '*' -> readArray(Integer.parseInt(rest), charset);
      default -> throw new IOException("not a RESP2 reply: " + line);
    };
  }

  private String readBulk(int length, Charset charset) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length || in.readNBytes(2).length < 2) {
      throw new EOFException("the server closed the connection within a reply");
    }
    return new String(body, charset);
  }

  private List<Object> readArray(int length, Charset charset) throws IOException {
    if (length < 0) {
      return null;
    }
    List<Object> elements = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      elements.add(readReply(charset));
    }
    return elements;
  }

  private String readLine(Charset charset) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.write(b);
    }
    in.read();
    return line.toString(charset);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
