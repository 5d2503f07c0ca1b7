package io.clusteragent.session.endpoint;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.command.Command;
import io.clusteragent.command.CommandTable;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.scan.ScanMemory;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster and the commands that it knows: the built-in table, and what its own COMMAND says of others. */
public final class ClusterContext {
  private static final int MAX_UNKNOWN_NAMES = 1000;
  private static final int MAX_UNTRUSTED = 100;

  private final Cluster cluster;
  private final Set<NodeAddress> untrusted = ConcurrentHashMap.newKeySet();
  private final Scripts scripts = new Scripts();
  private final ScanMemory scans = new ScanMemory();
  private final Set<String> unknownNames = ConcurrentHashMap.newKeySet();
  private final ProbePause learning = new ProbePause();
  private volatile CommandTable commands = CommandTable.builtIn();

  ClusterContext(Cluster cluster) {
    this.cluster = cluster;
  }

  public Cluster cluster() {
    return cluster;
  }

  public Scripts scripts() {
    return scripts;
  }

  public ScanMemory scans() {
    return scans;
  }

  public CommandTable commands() {
    return commands;
  }

  /**
   * Looks up a command that the table does not have with the server's COMMAND INFO (a module's, or a newer server's),
   * once per name, unless the server would not say. One that did not answer is asked again after a while.
   */
  public Command learn(Request request, Node node, ConnectionProfile identity, int millis) {
    String name = request.name();
    if (learning.isOver()
        && !unknownNames.contains(name)
        && unknownNames.size() < MAX_UNKNOWN_NAMES) {
      long start = System.nanoTime();
      NodeConnection connection = null;
      try {
        connection = cluster.connections(node).pool(identity).take(this);
        Object reply = connection.ask(Resp.command("COMMAND", "INFO", name), millis);
        if (reply instanceof List) {
          add((List<?>) reply);
        }
        if (!willPass(reply)) {
          unknownNames.add(name);
        }
      } catch (IOException e) {
        learning.afterSilence(System.nanoTime() - start);
        Log.debug("COMMAND INFO " + name + " got no answer from " + node + ": " + e);
      } finally {
        if (connection != null) {
          connection.release();
        }
      }
    }
    Command command = commands.find(request);
    return command == null ? Command.UNKNOWN : command;
  }

  /** Whether the server would not answer now: it runs a script (BUSY), or wants a password first (NOAUTH). */
  private static boolean willPass(Object reply) {
    if (!(reply instanceof ErrorReply)) {
      return false;
    }
    String code = ((ErrorReply) reply).code();
    return "BUSY".equals(code) || "NOAUTH".equals(code);
  }

  /** A redirection is not followed; said once for each node it leads to. */
  public void reportUntrusted(Node from, NodeAddress to) {
    if (untrusted.size() < MAX_UNTRUSTED && untrusted.add(to)) {
      Log.warn(
          "node " + from + " redirects to " + to
              + ", which no topology reply of its cluster names; the application's"
              + " credentials are not sent there, and it sees the redirection as an error. Remedy: let its user ask for the"
              + " topology (+cluster|slots), or name the node in the option nodes, or set trustRedirects=true");
    }
  }

  @SuppressWarnings("unchecked") // a parsed reply is a list of objects whatever they are
  private synchronized void add(List<?> reply) {
    commands = commands.overlaidWith((List<Object>) reply);
  }
}
