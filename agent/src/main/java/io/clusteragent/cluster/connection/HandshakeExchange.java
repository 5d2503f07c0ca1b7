package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.ClientRefusedException;
import io.clusteragent.cluster.node.ClusterCommandError;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyParser;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Collections;

/** Sends the handshake on a new connection, and acts on the replies. */
final class HandshakeExchange {
  private static final Handshake.Step[] STEPS = Handshake.Step.values();

  private final Node node;
  private final NodeConnection connection;
  private final Handshake handshake;

  /** The id that the node must reply with, behind AUTH; empty when it needs no check. */
  private final String id;

  /** The last error reply, or {@code null}. */
  private ErrorReply refusal;

  HandshakeExchange(Node node, NodeConnection connection, Handshake handshake) {
    this.node = node;
    this.connection = connection;
    this.handshake = handshake;
    this.id = node.hasRefused(handshake.idRight()) ? "" : node.expectedId();
  }

  /** Thrown when the node refuses the credentials permanently. */
  static final class RefusedCredentialsException extends IOException {
    RefusedCredentialsException(String message) {
      super(message);
    }
  }

  /**
   * @param millis how long to wait for each reply; 0 waits without limit
   */
  void run(int millis) throws IOException {
    send();
    read(new ReplyParser(connection.input().stream(connection.replyTimeout(millis))));
    if (connection.failure() != null) {
      throw connection.failure();
    }
  }

  private void send() {
    for (Handshake.Step step : STEPS) {
      byte[] command = handshake.command(step);
      if (command != null) {
        connection.append(command, 0, command.length);
      }
      if (step == Handshake.Step.AUTH && !id.isEmpty()) {
        connection.append(NodeIdentity.REQUEST, 0, NodeIdentity.REQUEST.length);
      }
    }
    for (byte[] fieldSet : handshake.fieldSets()) {
      connection.append(fieldSet, 0, fieldSet.length);
    }
    connection.flush();
  }

  private void read(ReplyParser replies) throws IOException {
    for (Handshake.Step step : STEPS) {
      Object reply = handshake.command(step) == null ? null : next(replies);
      if (reply != null) {
        node.answered();
      }
      if (reply instanceof ErrorReply) {
        refused(step, (ErrorReply) reply);
      }
      if (step == Handshake.Step.AUTH && !id.isEmpty()) {
        NodeIdentity proof = NodeIdentity.of(next(replies), Collections.singleton(id));
        proof.applyTo(node);
        if (proof == NodeIdentity.DENIED) {
          node.isFirstRefusal(handshake.idRight());
        }
      }
    }
    for (int i = 0; i < handshake.fieldSets().length; i++) {
      Object reply = next(replies);
      if (reply instanceof ErrorReply && node.isFirstRefusal("HIMPORT")) {
        warnOfRefusal(
            "HIMPORT PREPARE", (ErrorReply) reply); // then HIMPORT SET gets the node's own error
      }
    }
  }

  private Object next(ReplyParser replies) throws IOException {
    Object reply;
    try {
      reply = replies.parse();
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      throw lost(e);
    }
    if (reply instanceof ErrorReply) {
      refusal = (ErrorReply) reply;
      if (ClusterCommandError.endsConnection(refusal)) {
        throw new ClientRefusedException(node, refusal);
      }
    }
    return reply;
  }

  /** The reason why there is no reply, with what the node said before. */
  private IOException lost(IOException unread) {
    IOException cause = connection.failure() == null ? unread : connection.failure();
    return refusal == null || cause instanceof SocketTimeoutException
        ? cause
        : new IOException("node " + node + " ended the new connection: " + refusal, cause);
  }

  private void refused(Handshake.Step step, ErrorReply error) throws IOException {
    boolean temporary = ClusterCommandError.of(error) == ClusterCommandError.TEMPORARY;
    if (step.isRequired() || temporary) {
      String message =
          "cluster node " + node + " refused " + step + ", which the entry node accepted: " + error;
      throw step == Handshake.Step.AUTH && !temporary
          ? new RefusedCredentialsException(message)
          : new IOException(message);
    }
    if (node.isFirstRefusal(step.name())) {
      warnOfRefusal(step, error);
    }
  }

  private void warnOfRefusal(Object what, ErrorReply error) {
    Log.warn("cluster node " + node + " refused " + what
        + ", which the entry node accepted; connections to this node do without it: " + error);
  }
}
