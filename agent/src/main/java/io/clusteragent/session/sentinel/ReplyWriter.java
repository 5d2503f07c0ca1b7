package io.clusteragent.session.sentinel;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.nio.charset.StandardCharsets;

/** Writes replies in the RESP version of one connection. Not thread-safe. */
final class ReplyWriter {
  private static final byte[] LINE_END = Resp.ascii("\r\n");

  private final ByteArrayBuilder out = new ByteArrayBuilder();
  private boolean resp3;

  void resp3(boolean on) {
    resp3 = on;
  }

  boolean isResp3() {
    return resp3;
  }

  ReplyWriter ok() {
    return simple("OK");
  }

  ReplyWriter simple(String text) {
    out.append(Resp.simple(text));
    return this;
  }

  /**
   * @param message begins with its code; line ends become blanks
   */
  void error(String message) {
    out.append(("-" + message.replace('\r', ' ').replace('\n', ' ') + "\r\n")
        .getBytes(StandardCharsets.UTF_8));
  }

  ReplyWriter integer(int notNegative) {
    out.appendHead(':', notNegative);
    return this;
  }

  ReplyWriter bulk(String text) {
    return bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  ReplyWriter bulk(byte[] bytes) {
    out.appendHead('$', bytes.length);
    out.append(bytes);
    out.append(LINE_END);
    return this;
  }

  ReplyWriter nil() {
    out.append(Resp.ascii(resp3 ? "_\r\n" : "$-1\r\n"));
    return this;
  }

  ReplyWriter array(int length) {
    out.appendHead('*', length);
    return this;
  }

  ReplyWriter map(int pairs) {
    out.appendHead(resp3 ? '%' : '*', resp3 ? pairs : 2 * pairs);
    return this;
  }

  /** The head of a message that no command asked for at this moment. */
  ReplyWriter push(int length) {
    out.appendHead(resp3 ? '>' : '*', length);
    return this;
  }

  /** An address, as a Sentinel writes it in its replies. */
  void hostAndPort(NodeAddress address) {
    array(2).bulk(address.host()).bulk(Integer.toString(address.port()));
  }

  /** Returns what was written since the last call. */
  byte[] take() {
    byte[] written = out.toArray();
    out.clear();
    return written;
  }
}
