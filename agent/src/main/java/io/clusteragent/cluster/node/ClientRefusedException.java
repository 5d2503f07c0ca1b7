package io.clusteragent.cluster.node;

import io.clusteragent.protocol.ErrorReply;
import java.io.IOException;

/** Thrown when a server answers, but accepts no client now. It may have too many. */
public final class ClientRefusedException extends IOException {

  /**
   * @param server the server, for people
   * @param words what it said before it closed the connection
   */
  public ClientRefusedException(Object server, ErrorReply words) {
    super("node " + server + " accepts no client now: " + words);
  }
}
