package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.metrics.Count;
import io.clusteragent.protocol.Request;
import io.clusteragent.session.state.PassedTransaction;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.Arrays;

/** Handles error replies that concern routing; all others go to the application. */
public final class ErrorReplyHandler {
  private final Session session;
  private final CommandRetry retry;
  private final PipelineOrderGuard orderGuard;

  public ErrorReplyHandler(Session session, CommandRetry retry, ReadAhead readAhead) {
    this.session = session;
    this.retry = retry;
    this.orderGuard = new PipelineOrderGuard(session, retry.scriptErrors, readAhead);
  }

  /**
   * Handles the error line that answers the oldest command.
   *
   * @param connection the connection whose buffer begins with the line
   * @return whether the line is handled; if not, it stays in the buffer and goes to the application
   */
  public boolean handle(PendingCommand head, NodeConnection connection) throws IOException {
    if (head.passedPlace() != PassedTransaction.OUTSIDE) {
      session.passed.refused(head.passedPlace());
    }
    if (head.transaction() == null && head.command().kind().changesConnection()) {
      return false; // sent before the server was known to be a cluster node, or not a real refusal
    }
    NodeInput input = connection.input();
    int lineEnd = awaitLineEnd(connection);
    int from = input.position();
    if (lineEnd < 0 || input.buffer()[lineEnd - 1] != '\r') {
      return false;
    }
    Redirection redirection = Redirection.of(input.buffer(), from, lineEnd - 1);
    if (redirection.kind() == Redirection.Kind.NONE
        || !retry.scriptErrors.mayBeRefusal(head, redirection, input.buffer(), from, lineEnd - 1)) {
      return false;
    }
    if (!isRouted(head, redirection)) {
      // The line stays in the buffer, and goes to the application like all that follows.
      return session.isPlain();
    }
    if (redirection.kind() == Redirection.Kind.NOSCRIPT && !retry.missingScripts.canLoad(head)) {
      connection.node().metrics().add(Count.NOSCRIPT);
      return false;
    }
    byte[] line = Arrays.copyOfRange(input.buffer(), from, lineEnd + 1);
    input.consume(lineEnd + 1 - from);
    connection.replyRead();
    if (!retry.scriptErrors.isRefusal(head, redirection, connection)) {
      session.connections.release(connection);
      head.answer(line);
      return true;
    }
    connection.node().metrics().add(redirection.kind().count());
    if (redirection.isTemporary() && !orderGuard.mayWait(head, redirection.kind(), connection)) {
      retry.failures.showRefusal(head, connection, line);
      session.connections.release(connection);
    } else {
      retry.retryRefused(head, redirection, line);
    }
    return true;
  }

  /** Whether the agent handles this redirection. */
  private boolean isRouted(PendingCommand head, Redirection redirection) throws IOException {
    boolean routed = session.context() != null
        || (redirectsOwnSlot(head, redirection)
            ? session.inClusterAfterRedirection()
            : session.inCluster());
    return routed && head.passedPlace() == PassedTransaction.OUTSIDE;
  }

  /** Whether the line redirects the slot of the command's key; a script can reply with any text. */
  private boolean redirectsOwnSlot(PendingCommand head, Redirection redirection)
      throws IOException {
    if (redirection.slot() < 0 || !head.isKept()) {
      return false;
    }
    Request request = session.log.request(head);
    int key = head.command().firstKey(request);
    return key >= 0 && HashSlot.of(request, key) == redirection.slot();
  }

  /** Returns the end of the line; -1 when the line is longer than any redirection. */
  private int awaitLineEnd(NodeConnection connection) throws IOException {
    NodeInput input = connection.input();
    int lineEnd;
    while ((lineEnd = indexOfLineEnd(input)) < 0 && !input.isFull()) {
      try {
        input.fillOrEnd(session.timeout());
      } catch (IOException e) {
        connection.fail(e);
        throw e;
      }
    }
    return lineEnd;
  }

  private static int indexOfLineEnd(NodeInput input) {
    byte[] buffer = input.buffer();
    for (int i = input.position(), end = input.limit(); i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
