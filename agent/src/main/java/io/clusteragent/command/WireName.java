package io.clusteragent.command;

import io.clusteragent.protocol.Request;

/** Reads the names of commands as numbers, so that comparing them is cheap. */
final class WireName {
  private WireName() {}

  /** The last eight bytes of a name, in upper case, appended to the code before it. */
  static long code(long before, byte[] bytes, int offset, int length) {
    long code = before;
    for (int i = offset, end = offset + length; i < end; i++) {
      code = step(code, Request.upperCase(bytes[i]));
    }
    return code;
  }

  /** The code of a name that is one byte longer. */
  static long step(long code, int b) {
    return code << Byte.SIZE | b & 0xFF;
  }
}
