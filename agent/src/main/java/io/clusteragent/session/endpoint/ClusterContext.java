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

/**
 * Holds a cluster and what this JVM learned about it.
 *
 * <p>That is: its commands (the built-in table, and the replies to its own COMMAND INFO), its scripts and its scans.
 * Thread-safe.
 */
public final class ClusterContext {
  private static final int MAX_UNKNOWN_NAMES = 1000;
  private static final int MAX_UNTRUSTED = 100;

  private final Cluster cluster;
  private final Set<NodeAddress> reportedUntrusted = ConcurrentHashMap.newKeySet();
  private final Scripts scripts = new Scripts();
  private final ScanMemory scans = new ScanMemory();
  private final Set<String> unknownNames = ConcurrentHashMap.newKeySet();
  private final ProbePause lookupPause = new ProbePause();
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
   * Looks up a command that the table lacks (a module's, or a newer server's) with COMMAND INFO on a node.
   *
   * <p>Each name is looked up once, unless the server cannot reply now. A server that did not reply is used again after a
   * pause.
   *
   * @param node the node that gets COMMAND INFO
   * @param millis how long to wait for the reply
   * @return {@link Command#UNKNOWN} when the cluster does not know the command either
   */
  public Command learn(Request request, Node node, ConnectionProfile identity, int millis) {
    String name = request.name();
    if (lookupPause.isOver()
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
        if (!isTemporary(reply)) {
          unknownNames.add(name);
        }
      } catch (IOException e) {
        lookupPause.afterSilence(System.nanoTime() - start);
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

  /** Whether the server cannot reply now, but may later: it runs a script (BUSY), or wants a password first (NOAUTH). */
  private static boolean isTemporary(Object reply) {
    if (!(reply instanceof ErrorReply)) {
      return false;
    }
    String code = ((ErrorReply) reply).code();
    return "BUSY".equals(code) || "NOAUTH".equals(code);
  }

  /** Logs, once for each target, that a redirection is not followed. */
  public void reportUntrusted(Node from, NodeAddress to) {
    if (reportedUntrusted.size() < MAX_UNTRUSTED && reportedUntrusted.add(to)) {
      Log.warn("node " + from + " redirects to " + to
          + ", which no topology reply of its cluster names; the agent does not send it the application's"
          + " credentials, and the application sees the redirection as an error. Remedy: give the application's user the"
          + " right to the topology (+cluster|slots), or name the node in the option nodes, or set"
          + " trustRedirects=true");
    }
  }

  @SuppressWarnings("unchecked") // a parsed array is a list of objects of any type
  private synchronized void add(List<?> reply) {
    commands = commands.overlaidWith((List<Object>) reply);
  }
}
