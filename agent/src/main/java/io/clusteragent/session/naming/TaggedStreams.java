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
import io.clusteragent.session.naming.TaggedCommands.RefusedException;
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
      if (session.isPlain()) {
        streams.write(bytes, from, length);
      } else if (partial.size() == 0) {
        map(bytes, from, from + length);
      } else {
        partial.append(bytes, from, length);
        byte[] all = partial.toArray();
        partial.clear();
        map(all, 0, all.length);
      }
    } finally {
      writing.unlock();
    }
  }

  private void map(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (at < to && !session.isPlain()) {
      int next = RequestReader.whole(bytes, at, to, request);
      if (next == RequestReader.INCOMPLETE) {
        partial.append(bytes, at, to - at);
        break;
      }
      if (!mapOne(at, next - at)) {
        break;
      }
      at = next;
    }
    forward();
    if (session.isPlain() && at < to) {
      streams.write(bytes, at, to - at);
      partial.clear();
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
  private boolean mapOne(int from, int length) throws IOException {
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
