package io.clusteragent.session;

import io.clusteragent.protocol.Resp;

/** Replies to commands of a transaction that the agent gives for the node. */
final class TransactionReplies {
  static final byte[] OK = Resp.simple("OK");
  static final byte[] QUEUED = Resp.simple("QUEUED");
  static final byte[] EMPTY_ARRAY = Resp.ascii("*0\r\n");
  static final byte[] EXECABORT =
      Resp.error("EXECABORT Transaction discarded because of previous errors.");
  private static final byte[] NIL_RESP2 = Resp.ascii("*-1\r\n");
  private static final byte[] NIL_RESP3 = Resp.ascii("_\r\n");

  private TransactionReplies() {}

  /** EXEC's reply when a watched key has changed. */
  static byte[] nil(boolean resp3) {
    return resp3 ? NIL_RESP3 : NIL_RESP2;
  }
}
