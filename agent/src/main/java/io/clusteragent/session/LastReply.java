package io.clusteragent.session;

import io.clusteragent.cluster.NodeConnection;
import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * Several nodes work on a pipeline. Once the one that was written to last has replied, most often all have, so that the
 * thread sleeps once and not once for each node. A node that takes longer than a millisecond is not waited for.
 */
final class LastReply {
  private final Session session;

  /** Whether it was waited for, for the commands that are outstanding. */
  private boolean awaited;

  LastReply(Session session) {
    this.session = session;
  }

  /**
   * @param wanted the connection whose reply is due next
   */
  void await(NodeConnection wanted) throws IOException {
    if (awaited) {
      return;
    }
    awaited = true;
    NodeConnection last = session.leases.lastAwaited();
    if (last == null || last == wanted || wanted.available() > 0) {
      return;
    }
    try {
      last.fillOrEnd(1);
    } catch (SocketTimeoutException e) {
      return;
    } catch (IOException e) {
      last.fail(e); // dealt with when its reply is due
    }
  }

  /** Nothing is outstanding any more. */
  void forget() {
    awaited = false;
  }
}
