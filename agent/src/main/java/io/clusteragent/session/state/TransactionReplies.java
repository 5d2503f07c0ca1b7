package io.clusteragent.session.state;

import io.clusteragent.protocol.Resp;

/** Holds the replies that the agent gives in place of a transaction's node. */
public final class TransactionReplies {
  public static final byte[] OK = Resp.simple("OK");
  public static final byte[] QUEUED = Resp.simple("QUEUED");
  public static final byte[] EMPTY_ARRAY = Resp.ascii("*0\r\n");
  public static final byte[] EXECABORT =
      Resp.error("EXECABORT Transaction discarded because of previous errors.");
  private static final byte[] NIL_RESP2 = Resp.ascii("*-1\r\n");
  private static final byte[] NIL_RESP3 = Resp.ascii("_\r\n");

  private TransactionReplies() {}

  /** Returns the reply to EXEC after a watched key has changed. */
  public static byte[] nil(boolean resp3) {
    return resp3 ? NIL_RESP3 : NIL_RESP2;
  }
}
