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
 * Makes the session use the database that a transaction selected.
 *
 * <p>On one server the connection stays in that database after EXEC. In a cluster the session's other connections have to
 * select it, too. The connection that ran the transaction must not return to the pool of the old database.
 */
final class SelectedDatabase {
  private final Session session;
  private final ReadAhead readAhead;

  SelectedDatabase(Session session, ReadAhead readAhead) {
    this.session = session;
    this.readAhead = readAhead;
  }

  /** Reads the complete reply to an EXEC, and repeats its last successful SELECT on the other connections. */
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

  /** Returns the last SELECT that ran without an error, or {@code null}. */
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
      return; // its replacement selects the right database
    }
    entry.expectReply();
    entry.write(select, 0, select.length);
    try {
      byte[] reply = readAhead.reply(entry);
      entry.replyRead();
      if (reply[0] == '-') {
        entry.fail(new IOException("node " + entry
            + " refused to select the database that the session selected on another node: "
            + ReplyParser.text(reply).trim()));
      }
    } catch (IOException e) {
      entry.fail(e); // another connection replaces it
    }
  }
}
