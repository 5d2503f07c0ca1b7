package io.clusteragent.session.send;

import io.clusteragent.command.Command;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;

/**
 * Reads the commands of a pipeline, which are often the same command over and over, or two in turn, with keys of the same
 * length: one that begins as the one before the last did has the same name, and its key in the same place, so that only what
 * stands behind its key has to be read.
 */
public final class PipelineCommandCache {

  /** Which argument the key is. */
  private static final int KEY = 1;

  /** Long enough for any name and the header of a key; of longer beginnings nothing is foreseen. */
  private static final int LONGEST = 48;

  /** How a command began, from its first byte to the header of its first argument, which is its key. */
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

  /** The command of the request read last; {@code null} when it has to be found, and told to {@link #learn}. */
  public Command cached() {
    return cached;
  }

  /** The request at {@code from} is of this command. */
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
