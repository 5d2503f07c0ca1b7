package io.clusteragent.session;

import io.clusteragent.protocol.ReplyFramer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;

/** Acts as a client on a plain socket: it writes commands and reads replies, byte by byte where a test needs that. */
final class Application implements AutoCloseable {
  final Socket socket;

  Application(Socket socket) {
    this.socket = socket;
  }

  /** Writes bytes unchanged, in one piece, and flushes. */
  Application write(String wire) throws IOException {
    socket.getOutputStream().write(Wire.bytes(wire));
    socket.getOutputStream().flush();
    return this;
  }

  /** Writes bytes unchanged, in pieces of these sizes in turn, and flushes. */
  void write(String wire, List<Integer> pieces) throws IOException {
    byte[] bytes = Wire.bytes(wire);
    OutputStream out = socket.getOutputStream();
    int at = 0;
    for (int i = 0; at < bytes.length; i++) {
      int piece = Math.min(pieces.get(i % pieces.size()), bytes.length - at);
      out.write(bytes, at, piece);
      at += piece;
    }
    out.flush();
  }

  /** Writes commands in one piece. */
  Application send(String... commands) throws IOException {
    return write(Wire.commands(commands));
  }

  /** Reads one reply to its last byte and not beyond. */
  String reply() throws IOException {
    ReplyFramer framer = new ReplyFramer();
    framer.begin();
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    byte[] one = new byte[1];
    while (!framer.atEnd()) {
      if (socket.getInputStream().read(one, 0, 1) < 0) {
        throw new EOFException(
            "the stream ended after " + Wire.oneLine(Wire.text(reply.toByteArray())));
      }
      framer.feed(one, 0, 1);
      reply.write(one[0]);
    }
    return Wire.oneLine(Wire.text(reply.toByteArray()));
  }

  /** Writes a command and reads its reply. */
  String call(String command) throws IOException {
    return send(command).reply();
  }

  /** Reads this number of bytes, with arrays of a given size. */
  String read(int bytes, int arraySize) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes);
    byte[] array = new byte[arraySize];
    while (out.size() < bytes) {
      int n = socket.getInputStream().read(array, 0, Math.min(arraySize, bytes - out.size()));
      if (n <= 0) {
        throw new EOFException("the stream ended after " + out.size() + " bytes");
      }
      out.write(array, 0, n);
    }
    return Wire.text(out.toByteArray());
  }

  void timeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
