package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.command.Command;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;
import java.util.Arrays;

/** Adds commands that changed the application's connection to the handshake of its node connections. */
final class HandshakeRecorder {
  private final Session session;
  private final Request request = new Request();

  HandshakeRecorder(Session session) {
    this.session = session;
  }

  /** Records a command that the server accepted. Its wire bytes are {@code bytes[from, from + length)}. */
  void record(Command command, byte[] bytes, int from, int length) throws ProtocolException {
    RequestReader.whole(bytes, from, from + length, request);
    byte[] wire = Arrays.copyOfRange(bytes, from, from + length);
    record(command, wire);
    Transaction watching = session.transaction;
    if (watching != null
        && watching.connection() != null
        && watching.connection() != session.entryConnection()) {
      sendToOtherConnections(watching.connection(), wire);
    }
  }

  /** Repeats the command on the watching connection: the session keeps it, so it must not differ from the others. */
  private void sendToOtherConnections(NodeConnection connection, byte[] wire) {
    connection.closeOnRelease(); // no other session may get it
    PendingCommand pending = session.queue.add();
    pending.begin(PendingReply.Action.DROP, Command.UNKNOWN, -1, connection);
    pending.requireSuccess();
    connection.expectReply();
    connection.write(wire, 0, wire.length);
    pending.written();
  }

  private void record(Command command, byte[] wire) {
    Handshake handshake = session.identity().handshake();
    switch (command.kind()) {
      case AUTH:
        session.handshake(handshake.with(Step.AUTH, wire));
        return;
      case HELLO:
        session.handshake(hello(handshake));
        return;
      case SELECT:
        session.handshake(handshake.with(Step.DATABASE, wire));
        return;
      case CLIENT_SETNAME:
        session.handshake(handshake.with(Step.NAME, wire));
        return;
      case CLIENT_TRACKING:
        session.tracking = request.is(2, "ON");
        session.handshake(handshake.with(Step.TRACKING, session.tracking ? wire : null));
        return;
      case CLIENT_STATE:
        Step step = clientStateStep();
        if (step != null) {
          session.handshake(handshake.with(step, wire));
        }
        return;
      case FIELD_SET:
        session.handshake(fieldSets(handshake, wire));
        return;
      case RESET:
        session.tracking = false;
        session.resp3 = false;
        session.handshake(Handshake.NONE);
        return;
      default:
        throw new IllegalStateException(command.name() + " is not part of a handshake");
    }
  }

  /** Splits {@code HELLO 3 AUTH user password SETNAME name} into its three steps. */
  private Handshake hello(Handshake before) {
    if (request.count() == 1) {
      return before;
    }
    session.resp3 = request.is(1, "3");
    Handshake handshake =
        before.with(Step.PROTOCOL, Resp.command(Resp.ascii("HELLO"), request.copy(1)));
    for (int i = 2; i < request.count(); i++) {
      if (request.is(i, "AUTH") && i + 2 < request.count()) {
        handshake = handshake.with(
            Step.AUTH, Resp.command(Resp.ascii("AUTH"), request.copy(i + 1), request.copy(i + 2)));
        i += 2;
      } else if (request.is(i, "SETNAME") && i + 1 < request.count()) {
        byte[] name =
            Resp.command(Resp.ascii("CLIENT"), Resp.ascii("SETNAME"), request.copy(i + 1));
        handshake = handshake.with(Step.NAME, name);
        i++;
      }
    }
    return handshake;
  }

  private Handshake fieldSets(Handshake before, byte[] wire) {
    if (request.count() < 3) {
      return before.withoutFieldSets(); // HIMPORT DISCARDALL
    }
    byte[] name = request.copy(2);
    return request.is(1, "PREPARE")
        ? before.withFieldSet(name, wire)
        : before.withoutFieldSet(name);
  }

  private Step clientStateStep() {
    if (request.is(1, "NO-EVICT")) {
      return Step.NO_EVICT;
    }
    if (request.is(1, "NO-TOUCH")) {
      return Step.NO_TOUCH;
    }
    if (request.count() > 2 && request.is(2, "LIB-NAME")) {
      return Step.LIBRARY_NAME;
    }
    return request.count() > 2 && request.is(2, "LIB-VER") ? Step.LIBRARY_VERSION : null;
  }
}
