package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.session.recovery.ReadAhead;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Follows a transaction into the database that it selected.
 *
 * <p>On one server the connection stays in that database behind EXEC. Here the session's other connections have to
 * follow, and the one that ran the transaction must not go back to those that are in the old one.
 */
final class SelectedDatabase {
  private final Session session;
  private final ReadAhead readAhead;

  SelectedDatabase(Session session, ReadAhead readAhead) {
    this.session = session;
    this.readAhead = readAhead;
  }

  /** Reads the reply to an EXEC, in full, and does as the last SELECT that it executed. */
  void read(PendingCommand exec, NodeConnection connection) throws IOException {
    byte[] reply = readAhead.reply(connection);
    connection.replyRead();
    byte[] select = lastSelect(exec.transaction(), reply);
    exec.answer(reply);
    if (select != null) {
      connection.closeOnRelease();
      session.handshake(session.identity().handshake().with(Handshake.Step.DATABASE, select));
      if (connection != session.entryConnection()) {
        selectOnEntryConnection(select);
      }
    }
    session.connections.release(connection);
  }

  /** The last SELECT that ran without an error, or {@code null}. */
  private static byte[] lastSelect(Transaction transaction, byte[] reply) throws IOException {
    Object results = new ReplyParser(new ByteArrayInputStream(reply)).parse();
    byte[] last = null;
    if (results instanceof List) {
      List<?> all = (List<?>) results;
      for (Map.Entry<Integer, byte[]> select : transaction.selects().entrySet()) {
        int step = select.getKey();
        if (step < all.size() && !(all.get(step) instanceof ErrorReply)) {
          last = select.getValue();
        }
      }
    }
    return last;
  }

  private void selectOnEntryConnection(byte[] select) {
    NodeConnection entry = session.entryConnection();
    if (entry.isDead()) {
      return; // what takes its place is in the right database
    }
    entry.expectReply();
    entry.write(select, 0, select.length);
    try {
      byte[] reply = readAhead.reply(entry);
      entry.replyRead();
      if (reply[0] == '-') {
        entry.fail(
            new IOException("node " + entry + " refused the database that another one selected: "
                + ReplyParser.text(reply).trim()));
      }
    } catch (IOException e) {
      entry.fail(e); // and another takes its place
    }
  }
}
