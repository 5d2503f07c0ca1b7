package io.clusteragent.session.naming;

import io.clusteragent.command.NamesInReply;
import io.clusteragent.hashtag.HashTagRules;
import io.clusteragent.protocol.ReplyFramer;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.bytes.ReplyBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads replies, and puts the application's names into those that have names.
 *
 * <p>All other replies pass through without a copy. Owned by the thread that reads.
 */
final class TaggedReplies {
  private static final byte[] QUEUED = Resp.ascii("+QUEUED\r\n");
  private static final byte[] KEYSPACE = Resp.ascii("__keyspace@");
  private static final byte[] KEYEVENT = Resp.ascii("__keyevent@");

  /** Where the bytes come from. */
  interface Source {
    int read(byte[] into, int from, int length) throws IOException;
  }

  private final Source source;
  private final HashTagRules rules;
  private final ExpectedReplies expected;
  private final ByteArrayBuilder out = new ByteArrayBuilder();
  private final NameRewriter rewriter;
  private final ReplyBuffer ready = new ReplyBuffer();
  private final ReplyFramer framer = new ReplyFramer();
  private final ByteArrayBuilder collected = new ByteArrayBuilder();
  private final List<ExpectedReply> queued = new ArrayList<>();
  private boolean insideReply;
  private boolean collecting;
  private boolean unordered;

  TaggedReplies(Source source, HashTagRules rules, ExpectedReplies expected) {
    this.source = source;
    this.rules = rules;
    this.expected = expected;
    this.rewriter = new NameRewriter(rules, out);
  }

  /** The number of bytes that wait here. */
  int waiting() {
    return ready.size();
  }

  int read(byte[] into, int from, int room) throws IOException {
    while (true) {
      if (!ready.isEmpty()) {
        return ready.take(into, from, room);
      }
      int n = source.read(into, from, room);
      if (n <= 0 || unordered) {
        return n;
      }
      int unchanged = scan(into, from, from + n);
      ready.append(out);
      out.clear();
      if (unchanged > 0) {
        return unchanged;
      }
    }
  }

  /** Reads on through what has arrived; returns how many bytes at its beginning go to the application as they are. */
  private int scan(byte[] bytes, int from, int to) throws IOException {
    boolean diverted = collecting;
    int unchanged = from;
    int at = from;
    while (at < to) {
      if (unordered) {
        out.append(bytes, at, to - at);
        break;
      }
      if (!insideReply) {
        insideReply = true;
        framer.begin();
        collecting = mustBeRead(bytes[at]);
        diverted |= collecting;
      }
      int next = framer.feed(bytes, at, to);
      if (collecting) {
        collected.append(bytes, at, next - at);
      } else if (diverted) {
        out.append(bytes, at, next - at);
      } else {
        unchanged = next;
      }
      at = next;
      if (framer.atEnd()) {
        replyEnds();
      }
    }
    return unchanged - from;
  }

  private boolean mustBeRead(byte type) {
    return type == '>'
        || type == '-'
        || type == '*' && expected.areMessagesDue()
        || expected.next() != ExpectedReply.AS_IT_IS;
  }

  private void replyEnds() throws IOException {
    insideReply = false;
    if (!collecting) {
      expected.arrived();
      return;
    }
    collecting = false;
    byte[] reply = collected.toArray();
    collected.clear();
    rewriter.begin(reply);
    if (!isMessage(reply)) {
      ExpectedReply next = expected.next();
      expected.arrived();
      rewrite(next, reply);
    }
  }

  private void rewrite(ExpectedReply next, byte[] reply) throws IOException {
    switch (next.role()) {
      case MULTI:
        if (reply[0] != '-') {
          queued.clear();
        }
        rewriter.copy();
        return;
      case QUEUED:
        if (Arrays.equals(reply, QUEUED)) {
          queued.add(next);
        }
        rewriter.copy();
        return;
      case EXEC:
        rewriter.rewriteEach(queued);
        queued.clear();
        return;
      case MONITOR:
        unordered = reply[0] != '-';
        rewriter.copy();
        return;
      case REFUSED:
        out.append(line(next.refusal()));
        return;
      case UNKNOWN_SERVER:
        if (reply[0] == '-') {
          rewriter.copy();
        } else {
          out.append(line(next.refusal()));
        }
        return;
      default:
        rewriter.rewrite(next.names(), next.filter());
    }
  }

  private static byte[] line(String text) {
    return ("-" + text + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  // ---- messages and pushes

  /** Handles a message, a confirmation or a push; returns whether it is one. */
  private boolean isMessage(byte[] frame) throws IOException {
    boolean isPush = frame[0] == '>';
    if (!isPush && (frame[0] != '*' || frame[1] == '-' || !expected.areMessagesDue())) {
      return false;
    }
    int before = out.size();
    rewriter.head();
    byte[] kind = rewriter.bulk();
    String word = kind == null ? "" : new String(kind, StandardCharsets.ISO_8859_1);
    boolean isForApplication = true;
    switch (word) {
      case "invalidate":
        rewriter.writeBulk(kind);
        rewriter.rewrite(NamesInReply.ALL, null);
        break;
      case "message":
        rewriter.writeBulk(kind);
        isForApplication = event();
        break;
      case "pmessage":
        rewriter.writeBulk(kind);
        rewriter.copy();
        isForApplication = event();
        break;
      case "subscribe":
      case "unsubscribe":
      case "psubscribe":
      case "punsubscribe":
      case "ssubscribe":
      case "sunsubscribe":
        rewriter.writeBulk(kind);
        confirmation();
        break;
      default:
        out.truncate(before);
        if (!isPush && !word.equals("smessage")) {
          rewriter.begin(frame);
          return false;
        }
        out.append(frame);
    }
    if (!isForApplication) {
      out.truncate(before);
    }
    return true;
  }

  private void confirmation() throws IOException {
    byte[] channel = rewriter.bulk();
    if (channel == null) {
      rewriter.copy();
    } else {
      int key = keyIn(channel);
      rewriter.writeBulk(key < 0 ? channel : withName(channel, key));
    }
    expected.confirmed(rewriter.number());
  }

  /** Copies a channel and its message; returns whether the application may see them. */
  private boolean event() throws IOException {
    byte[] channel = rewriter.bulk();
    if (channel == null) {
      rewriter.copy();
      rewriter.copy();
      return true;
    }
    int key = keyIn(channel);
    rewriter.writeBulk(key < 0 ? channel : withName(channel, key));
    byte[] message = key >= 0 || !startsWith(channel, KEYEVENT) ? null : rewriter.bulk();
    if (message == null) {
      rewriter.copy();
      return key < 0 || rules.owns(Arrays.copyOfRange(channel, key, channel.length));
    }
    rewriter.writeBulk(rules.untagged(message));
    return rules.owns(message);
  }

  private byte[] withName(byte[] channel, int key) {
    byte[] name = rules.untagged(Arrays.copyOfRange(channel, key, channel.length));
    byte[] shown = Arrays.copyOf(channel, key + name.length);
    System.arraycopy(name, 0, shown, key, name.length);
    return shown;
  }

  /** Where the key begins in the name of a keyspace channel, {@code __keyspace@0__:key}; -1 for other channels. */
  static int keyIn(byte[] channel) {
    if (!startsWith(channel, KEYSPACE)) {
      return -1;
    }
    for (int i = KEYSPACE.length; i + 2 < channel.length; i++) {
      if (channel[i] == '_' && channel[i + 1] == '_' && channel[i + 2] == ':') {
        return i + 3;
      }
    }
    return -1;
  }

  static boolean startsWith(byte[] text, byte[] start) {
    return text.length >= start.length && Arrays.equals(Arrays.copyOf(text, start.length), start);
  }
}
