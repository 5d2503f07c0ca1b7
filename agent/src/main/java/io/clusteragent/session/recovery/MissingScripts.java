package io.clusteragent.session.recovery;

import io.clusteragent.command.Kind;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/** Brings a script to a node that answered NOSCRIPT: each node of a command's way once. */
final class MissingScripts {
  private final Session session;

  MissingScripts(Session session) {
    this.session = session;
  }

  /** Whether the node that refused the oldest command can be helped. */
  boolean canLoad(PendingCommand head) throws IOException {
    return head.transaction() == null && head.isKept() && load(head) != null;
  }

  /** The command that brings the script; {@code null} when it is not known, or was brought to this node in vain. */
  byte[] load(PendingCommand head) throws IOException {
    boolean brought = head.scriptNode() == session.connections.nodeOf(head.connection());
    if (brought || !head.command().name().startsWith("EVALSHA") || loadsScriptsLater()) {
      return null;
    }
    return session.context().scripts().load(session.log.request(head), 1);
  }

  /** A script that stands behind the command in its pipeline is not known to it yet. */
  private boolean loadsScriptsLater() {
    for (int i = 1; i < session.queue.size(); i++) {
      Kind kind = session.queue.get(i).command().kind();
      if (kind == Kind.EVAL || kind == Kind.SCRIPT_LOAD) {
        return true;
      }
    }
    return false;
  }
}
