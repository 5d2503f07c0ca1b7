package io.clusteragent.session.send;

import io.clusteragent.command.Command;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;

/**
 * Reads the commands of a pipeline, reusing what it learned from similar ones.
 *
 * <p>A pipeline often contains the same command over and over, or two in turn, with keys of the same length. A command that
 * begins with the same bytes as the one before the last has the same name, and its key at the same place. So only the bytes
 * behind its key have to be read.
 */
public final class PipelineCommandCache {

  /** The argument that is the key. */
  private static final int KEY = 1;

  /** The longest beginning that is remembered; it has room for any name and the header of a key. */
  private static final int LONGEST = 48;

  /** The beginning of a command, from its first byte to the header of its first argument, which is its key. */
  private static final class Beginning {
    final byte[] bytes = new byte[LONGEST];
    int length;
    int arguments;
    int nameStart;
    int nameLength;
    int keyLength;
    Command command;

    boolean isAt(byte[] piece, int from, int to) {
      if (length == 0 || length > to - from) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (piece[from + i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }

    int read(byte[] piece, int from, int to, Request request) throws ProtocolException {
      int key = from + length;
      if (keyLength + 2 > to - key) {
        return RequestReader.INCOMPLETE;
      }
      request.begin(arguments);
      request.bytes(piece);
      request.add(from + nameStart, nameLength);
      request.add(key, keyLength);
      return RequestReader.rest(piece, key + keyLength + 2, to, request);
    }

    void learn(Command known, Request request, int from) {
      int keyStart = request.offset(KEY);
      length = keyStart - from;
      if (length > LONGEST) {
        length = 0;
        return;
      }
      System.arraycopy(request.bytes(), from, bytes, 0, length);
      arguments = request.count();
      nameStart = request.offset(0) - from;
      nameLength = request.length(0);
      keyLength = request.length(KEY);
      command = known;
    }
  }

  private Beginning next = new Beginning();
  private Beginning afterNext = new Beginning();
  private Command cached;

  /** As {@link RequestReader#whole}. */
  public int whole(byte[] piece, int from, int to, Request request) throws ProtocolException {
    if (next.isAt(piece, from, to)) {
      cached = next.command;
      swap();
      return afterNext.read(piece, from, to, request);
    }
    cached = null;
    return RequestReader.whole(piece, from, to, request);
  }

  /**
   * Returns the command of the request read last; {@code null} when the caller has to look it up and pass it to {@link #learn}.
   */
  public Command cached() {
    return cached;
  }

  /** Remembers the command of the request at {@code from}. */
  public void learn(Command command, Request request, int from) {
    if (command.keyIsFirst() && request.available() > KEY) {
      next.learn(command, request, from);
      swap();
    }
  }

  private void swap() {
    Beginning turn = next;
    next = afterNext;
    afterNext = turn;
  }
}
