package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.cluster.topology.RefusalTexts;
import io.clusteragent.command.KeyPositions;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.WireCommands;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Distinguishes a server's refusal from an error that a script or a module returns.
 *
 * <p>A script that ran may have written, and must not run again because it returned {@code TRYAGAIN}. So an error of a command
 * that runs code counts as a refusal only when a server may have sent it before the code ran, by its full text and the
 * command's slot. Then the agent sends the node a probe, with the same keys and without code: a node that refuses the command
 * refuses the probe, too.
 */
final class ScriptErrors {
  private static final byte[] READWRITE = Resp.command("READWRITE");
  private static final byte[] READONLY = Resp.command("READONLY");

  /** No digest has this length, so no script has this digest. */
  private static final byte[] NO_DIGEST = Resp.ascii("-");

  /** A function's name has no such character. */
  private static final byte[] NO_FUNCTION = Resp.ascii("-");

  private static final byte[] EMPTY_SCRIPT = Resp.ascii("return 0");
  /** For a load that was on its way when the command was sent. */
  private static final long LOAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final String NOT_LOADED = "*1\r\n:0\r\n";

  private final Session session;
  private final ReadAhead readAhead;
  private final KeyPositions keys = new KeyPositions();

  ScriptErrors(Session session, ReadAhead readAhead) {
    this.session = session;
    this.readAhead = readAhead;
  }

  /**
   * Whether the error line can be a server's refusal, as far as the line itself shows.
   *
   * @param bytes contains the line, from its {@code -} up to its line end, without it
   */
  boolean mayBeRefusal(
      PendingCommand pending, Redirection redirection, byte[] bytes, int from, int to)
      throws IOException {
    if (!pending.command().runsCode() || isQueued(pending)) {
      return true;
    }
    switch (redirection.kind()) {
      case MOVED:
      case ASK:
        // The agent does not always know a module's keys.
        return redirection.slot() == pending.slot()
            || pending.slot() < 0 && !pending.command().hasKeys();
      case NOSCRIPT:
        break;
      case TRYAGAIN:
        if (keyCount(pending) < 2) {
          return false;
        }
        break;
      default:
        if (pending.slot() < 0) {
          return false;
        }
    }
    return RefusalTexts.contains(redirection.kind(), bytes, from, to);
  }

  /** Whether the command was sent inside MULTI: the node then queues or refuses it, and nothing ran. */
  private static boolean isQueued(PendingCommand pending) {
    return pending.transaction() != null;
  }

  /**
   * Whether the node refuses the command; {@link #mayBeRefusal} accepted its error line.
   *
   * @param from the connection on which the error arrived; the error is read
   */
  boolean isRefusal(PendingCommand pending, Redirection redirection, NodeConnection from)
      throws IOException {
    if (!pending.command().runsCode()
        || isQueued(pending)
        || pending.slot() < 0
        || !pending.isKept()) {
      return true;
    }
    if (redirection.kind() == Redirection.Kind.NOSCRIPT) {
      Request request = session.log.request(pending);
      byte[] reply =
          sendProbe(from, Resp.command(bytes("SCRIPT"), bytes("EXISTS"), request.copy(1)), null);
      return reply != null
          && (reply[0] == '-' || text(reply).equals(NOT_LOADED) || wasJustLoaded(from));
    }
    byte[] probe = probe(pending, redirection.kind());
    byte[] first = prelude(pending, redirection.kind());
    byte[] reply = sendProbe(from, probe, first);
    if (reply == null) {
      return false;
    }
    if (isRefused(reply)) {
      return true;
    }
    if (!isScript(pending) && text(reply).startsWith("-NOPERM ")) {
      return true; // the user has no right to the probe: the text decides
    }
    // A slot that has just arrived with the last of its keys: its target serves it without ASKING.
    return pending.wasSentWithAsking()
        && redirection.kind() == Redirection.Kind.TRYAGAIN
        && isServed(sendProbe(from, probe, null));
  }

  /** Whether another session may have loaded the script since the command was sent; the node knows it now. */
  private static boolean wasJustLoaded(NodeConnection from) {
    return from.node().hasLoadedScript(from.roundTripNanos() + LOAD_NANOS);
  }

  private static byte[] prelude(PendingCommand pending, Redirection.Kind kind) {
    if (pending.wasSentWithAsking()) {
      return WireCommands.ASKING;
    }
    // Only a replica refuses writes; without READONLY it redirects reads to its master.
    return kind == Redirection.Kind.READONLY ? READWRITE : null;
  }

  private static boolean isRefused(byte[] reply) {
    switch (kind(reply)) {
      case MOVED:
      case ASK:
      case TRYAGAIN:
      case CLUSTERDOWN:
      case LOADING:
      case MASTERDOWN:
        return true;
      default:
        return false;
    }
  }

  private static boolean isServed(byte[] reply) {
    return reply != null && !isRefused(reply);
  }

  private static Redirection.Kind kind(byte[] reply) {
    return reply[0] == '-'
        ? Redirection.of(reply, 0, reply.length - 2).kind()
        : Redirection.Kind.NONE;
  }

  // ---- the probe

  /**
   * Returns a command with the same keys that runs no code.
   *
   * <p>It has the same name, so that the user has the right to it. The exception is a node that lost its master: it looks for a
   * script first, and checks its own state after that.
   */
  private byte[] probe(PendingCommand pending, Redirection.Kind kind) throws IOException {
    Request request = session.log.request(pending);
    if (isScript(pending) && kind != Redirection.Kind.MASTERDOWN) {
      byte[][] words = new byte[3 + request.number(2)][];
      for (int i = 0; i < words.length; i++) {
        words[i] = request.copy(i);
      }
      words[1] = emptyCode(pending.command().name());
      return Resp.command(words);
    }
    keys.clear();
    pending.command().keys(request, keys);
    byte[][] words = new byte[1 + keys.size()][];
    words[0] = bytes("EXISTS");
    for (int i = 0; i < keys.size(); i++) {
      words[1 + i] = request.copy(keys.get(i));
    }
    return Resp.command(words);
  }

  private static byte[] emptyCode(String name) {
    if (name.startsWith("FCALL")) {
      return NO_FUNCTION;
    }
    return name.startsWith("EVALSHA") ? NO_DIGEST : EMPTY_SCRIPT;
  }

  private static boolean isScript(PendingCommand pending) {
    String name = pending.command().name();
    return name.startsWith("EVAL") || name.startsWith("FCALL");
  }

  private int keyCount(PendingCommand pending) throws IOException {
    if (pending.slot() < 0 || !pending.isKept()) {
      return 0;
    }
    keys.clear();
    pending.command().keys(session.log.request(pending), keys);
    return keys.size();
  }

  // ---- sending it

  /**
   * Sends a probe to the node of a connection.
   *
   * @param first a command to be sent before the probe, or {@code null}
   * @return the reply; {@code null} when none arrived
   */
  private byte[] sendProbe(NodeConnection from, byte[] probe, byte[] first) throws IOException {
    NodeConnection connection = null;
    try {
      connection = session.connections.takeIdle(from.node());
      if (first != null) {
        send(connection, first);
      }
      send(connection, probe);
      boolean leftReadOnly = first == READWRITE
          && connection.isPooled()
          && session.options.readFrom != ReadFrom.MASTER;
      if (leftReadOnly) {
        send(connection, READONLY);
      }
      connection.flush();
      if (first != null) {
        read(connection);
      }
      byte[] reply = read(connection);
      if (leftReadOnly) {
        read(connection);
      }
      return reply;
    } catch (IOException e) {
      return null; // the node is lost, and the outcome of the command is unknown
    } finally {
      if (connection != from) { // the caller releases that one
        session.connections.release(connection);
      }
    }
  }

  private static void send(NodeConnection connection, byte[] command) {
    connection.expectReply();
    connection.append(command, 0, command.length);
  }

  private byte[] read(NodeConnection connection) throws IOException {
    byte[] reply = readAhead.reply(connection);
    connection.replyRead();
    return reply;
  }

  private static byte[] bytes(String word) {
    return Resp.ascii(word);
  }

  private static String text(byte[] reply) {
    return new String(reply, StandardCharsets.ISO_8859_1);
  }
}
