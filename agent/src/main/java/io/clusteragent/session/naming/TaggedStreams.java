package io.clusteragent.session.naming;

import io.clusteragent.command.Command;
import io.clusteragent.command.CommandTable;
import io.clusteragent.command.Kind;
import io.clusteragent.hashtag.HashTagRules;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.naming.ExpectedReply.Role;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between an application and its session, where the names of keys differ.
 *
 * <p>Each command has exactly one reply, or, for subscriptions, confirmations: a command that cannot be mapped is replaced by
 * one that the server refuses, and its error by the agent's. So the order of replies is the session's, in pipelines and in MULTI.
 *
 * <p>One thread writes and one reads, as with a Jedis object; while keys are tracked, several take turns.
 */
public final class TaggedStreams {
  /** The server refuses it for its number of arguments, also inside MULTI, which then fails as a whole. */
  private static final byte[] REFUSED = Resp.command("ECHO");

  /** The server answers it, or says why it answers nothing yet. */
  private static final byte[] ANSWERED = Resp.command("ECHO", "");

  /** The session that gets the mapped commands. */
  public interface Streams {
    void write(byte[] bytes, int from, int length) throws IOException;

    int read(byte[] into, int from, int length) throws IOException;

    int available() throws IOException;

    /** Whether the server is part of a cluster; reads the replies that are due, and asks it. */
    boolean inCluster() throws IOException;
  }

  private final Streams streams;
  private final Session session;
  private final ExpectedReplies expected = new ExpectedReplies();
  private final ByteArrayBuilder out = new ByteArrayBuilder();
  private final TaggedCommands commands;
  private final TaggedReplies replies;
  private final Request request = new Request();

  /** Finds the end of a command that arrives in pieces. */
  private final RequestReader reader = new RequestReader();

  /** The beginning of a command whose rest has not arrived. */
  private final ByteArrayBuilder partial = new ByteArrayBuilder();

  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private boolean inTransaction;

  public TaggedStreams(Streams streams, Session session, HashTagRules rules) {
    this.streams = streams;
    this.session = session;
    this.commands = new TaggedCommands(rules, out);
    this.replies = new TaggedReplies(streams::read, rules, expected);
  }

  public void write(byte[] bytes, int from, int length) throws IOException {
    writing.lock();
    try {
      int at = from;
      int to = from + length;
      while (at < to && !session.isPlain()) {
        int next = partial.size() == 0 ? mapWhole(bytes, at, to) : collect(bytes, at, to);
        if (next == at) {
          break;
        }
        at = next;
      }
      forward();
      if (session.isPlain()) {
        writePlain(bytes, at, to - at);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Adds the command that begins at {@code at}, or keeps what has arrived of it; returns where the next one begins. */
  private int mapWhole(byte[] bytes, int at, int to) throws IOException {
    int next = RequestReader.whole(bytes, at, to, request);
    if (next == RequestReader.INCOMPLETE) {
      reader.begin();
      return collect(bytes, at, to);
    }
    return map(at, next - at) ? next : at;
  }

  private int collect(byte[] bytes, int at, int to) throws IOException {
    int next = reader.feed(bytes, at, to, null, false);
    partial.append(bytes, at, next - at);
    if (reader.atEnd()) {
      RequestReader.whole(partial.bytes(), 0, partial.size(), request);
      if (map(0, partial.size())) {
        partial.clear();
      }
    }
    return next;
  }

  private void writePlain(byte[] bytes, int from, int length) throws IOException {
    if (partial.size() > 0) {
      streams.write(partial.bytes(), 0, partial.size());
      partial.clear();
    }
    if (length > 0) {
      streams.write(bytes, from, length);
    }
  }

  private void forward() throws IOException {
    if (out.size() > 0) {
      try {
        streams.write(out.bytes(), 0, out.size());
      } finally {
        out.clear();
      }
    }
  }

  /** Adds one command; returns false, and adds nothing, when the server turned out not to be part of a cluster. */
  private boolean map(int from, int length) throws IOException {
    Command command = find();
    Kind kind = command.kind();
    if (session.context() == null && TaggedCommands.concernsNames(command)) {
      forward();
      if (!streams.inCluster()) {
        if (session.isPlain()) {
          return false;
        }
        refuse(
            Role.UNKNOWN_SERVER,
            ANSWERED,
            "the server has not said whether it is a node of a Redis Cluster, so it is not known which names its keys have");
        return true;
      }
      command = find();
    }
    ExpectedReply reply;
    try {
      reply = commands.map(command, request, from, length);
    } catch (RefusedException e) {
      refuse(
          Role.REFUSED,
          REFUSED,
          command.name() + " cannot be used with hashTags or hashTagAll: " + e.getMessage());
      return true;
    }
    expect(kind, reply);
    return true;
  }

  private void refuse(Role role, byte[] instead, String text) {
    out.append(instead);
    expected.add(ExpectedReply.refused(role, "ERR " + text));
  }

  private void expect(Kind kind, ExpectedReply reply) {
    switch (kind) {
      case MULTI:
        inTransaction = true;
        expected.add(ExpectedReply.MULTI);
        return;
      case EXEC:
        inTransaction = false;
        expected.add(ExpectedReply.EXEC);
        return;
      case DISCARD:
        inTransaction = false;
        break;
      case RESET:
        inTransaction = false;
        expected.unsubscribed();
        break;
      case MONITOR:
        expected.add(ExpectedReply.MONITOR);
        return;
      case SUBSCRIBE:
      case UNSUBSCRIBE:
      case SSUBSCRIBE:
      case SUNSUBSCRIBE:
        expected.confirm(request.count() - 1);
        return;
      default:
    }
    expected.add(inTransaction ? reply.queued() : reply);
  }

  private Command find() {
    CommandTable table =
        session.context() == null ? CommandTable.builtIn() : session.context().commands();
    Command command = table.find(request);
    if (command == null) {
      return Command.UNKNOWN;
    }
    return command.unknown() && session.context() != null
        ? session
            .context()
            .learn(
                request,
                session.connections.entryNode(),
                session.queryIdentity(),
                session.timeout())
        : command;
  }

  public int read(byte[] into, int from, int length) throws IOException {
    if (session.isPlain() && replies.waiting() == 0) {
      return streams.read(into, from, length);
    }
    reading.lock();
    try {
      return replies.read(into, from, length);
    } finally {
      reading.unlock();
    }
  }

  public int available() throws IOException {
    return replies.waiting() + streams.available();
  }
}
