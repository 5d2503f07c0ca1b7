package io.clusteragent.session.recovery;

import io.clusteragent.command.Kind;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * Loads a script on a node that replied with NOSCRIPT.
 *
 * <p>It does so once on each node that the command is sent to.
 */
final class MissingScripts {
  private final Session session;

  MissingScripts(Session session) {
    this.session = session;
  }

  /** Whether the agent can load the missing script on the node that refused the oldest command. */
  boolean canLoad(PendingCommand head) throws IOException {
    return head.transaction() == null && head.isKept() && loadCommand(head) != null;
  }

  /**
   * Returns the command that loads the script; {@code null} when the script is not known, or was loaded on this node already.
   */
  byte[] loadCommand(PendingCommand head) throws IOException {
    boolean loaded = head.scriptNode() == head.connection().node();
    if (loaded || !head.command().name().startsWith("EVALSHA") || loadsScriptsLater()) {
      return null;
    }
    return session.context().scripts().load(session.log.request(head), 1);
  }

  /**
   * Whether a later command of the pipeline loads a script: the command is then to find it as missing as on a single server.
   */
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
