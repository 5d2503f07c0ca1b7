package io.clusteragent.session.naming;

import io.clusteragent.command.NamesInReply;
import io.clusteragent.hashtag.HashTagRules;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyFramer;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the application's names into one reply, in place of those in the cluster; all other bytes stay.
 *
 * <p>Reused: {@link #begin} sets the reply. Owned by the thread that reads.
 */
final class NameRewriter {
  private final HashTagRules rules;
  private final ByteArrayBuilder out;
  private final ReplyFramer framer = new ReplyFramer();
  private byte[] reply;
  private int at;

  /**
   * @param out receives the rewritten replies
   */
  NameRewriter(HashTagRules rules, ByteArrayBuilder out) {
    this.rules = rules;
    this.out = out;
  }

  void begin(byte[] newReply) {
    reply = newReply;
    at = 0;
  }

  /** Copies the whole reply. */
  void rewrite(NamesInReply names, Glob filter) throws ProtocolException {
    if (reply[at] == '-') {
      error();
      return;
    }
    switch (names) {
      case ONE:
        name();
        break;
      case ALL:
        list(filter);
        break;
      case FIRST:
        first();
        break;
      case EACH_FIRST:
        eachFirst();
        break;
      case PAGE:
        if (isAggregate()) {
          head();
          copy();
          list(filter);
          break;
        }
        copy();
        break;
      default:
        copy();
    }
  }

  /** Copies the reply to EXEC, whose elements are replies. */
  void rewriteEach(List<ExpectedReply> expected) throws ProtocolException {
    if (!isAggregate() || count() != expected.size()) {
      copy();
      return;
    }
    head();
    for (ExpectedReply each : expected) {
      rewrite(each.names(), each.filter());
    }
  }

  /** Copies an error. Servers put the names of keys in quotation marks. */
  private void error() {
    int end = endOfLine();
    while (at < end) {
      int open = quote(at, end);
      int close = open < 0 ? -1 : quote(open + 1, end);
      if (close < 0) {
        break;
      }
      out.append(reply, at, open + 1 - at);
      out.append(rules.untagged(Arrays.copyOfRange(reply, open + 1, close)));
      out.append(reply, close, 1);
      at = close + 1;
    }
    out.append(reply, at, end - at);
    at = end;
  }

  private int quote(int from, int to) {
    for (int i = from; i < to; i++) {
      if (reply[i] == '\'') {
        return i;
      }
    }
    return -1;
  }

  // ---- values

  private boolean isAggregate() {
    boolean starts = reply[at] == '*' || reply[at] == '~' || reply[at] == '>' || reply[at] == '%';
    return starts && reply[at + 1] != '-';
  }

  private int count() {
    int number = 0;
    for (int i = at + 1; reply[i] != '\r'; i++) {
      number = number * 10 + reply[i] - '0';
    }
    return number;
  }

  private int endOfLine() {
    int i = at;
    while (reply[i] != '\n') {
      i++;
    }
    return i + 1;
  }

  /** Copies the head of an aggregate; returns the number of its elements, or pairs. */
  int head() {
    int count = count();
    int end = endOfLine();
    out.append(reply, at, end - at);
    at = end;
    return count;
  }

  /** Copies one value as it is. */
  void copy() throws ProtocolException {
    int end = endOfValue();
    out.append(reply, at, end - at);
    at = end;
  }

  private int endOfValue() throws ProtocolException {
    framer.begin();
    return framer.feed(reply, at, reply.length);
  }

  /** Reads a bulk string; {@code null}, without moving on, when it is another value. */
  byte[] bulk() {
    if (reply[at] != '$' || reply[at + 1] == '-') {
      return null;
    }
    int length = count();
    int from = endOfLine();
    at = from + length + 2;
    return Arrays.copyOfRange(reply, from, from + length);
  }

  /** Copies an integer, and returns it; 0 for another value. */
  int number() throws ProtocolException {
    boolean isNumber = reply[at] == ':' && reply[at + 1] != '-';
    int number = isNumber ? count() : 0;
    copy();
    return number;
  }

  void writeBulk(byte[] bytes) {
    out.appendHead('$', bytes.length);
    out.append(bytes);
    out.append(reply, at - 2, 2);
  }

  /** Copies a name, or a value that is none. */
  void name() throws ProtocolException {
    byte[] key = bulk();
    if (key == null) {
      copy();
    } else {
      writeBulk(rules.untagged(key));
    }
  }

  private void list(Glob filter) throws ProtocolException {
    if (!isAggregate()) {
      copy();
      return;
    }
    if (filter == null) {
      int count = head();
      for (int i = 0; i < count; i++) {
        name();
      }
      return;
    }
    char type = (char) reply[at];
    int count = count();
    at = endOfLine();
    List<byte[]> shown = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] key = bulk();
      if (key == null) {
        throw new ProtocolException("a list of keys has an element that is no bulk string");
      }
      byte[] name = rules.untagged(key);
      if (rules.owns(key) && filter.matches(name)) {
        shown.add(name);
      }
    }
    out.appendHead(type, shown.size());
    for (byte[] name : shown) {
      writeBulk(name);
    }
  }

  private void first() throws ProtocolException {
    if (!isAggregate() || count() == 0) {
      copy();
      return;
    }
    int count = head();
    name();
    for (int i = 1; i < count; i++) {
      copy();
    }
  }

  private void eachFirst() throws ProtocolException {
    if (!isAggregate()) {
      copy();
      return;
    }
    boolean isMap = reply[at] == '%';
    int count = head();
    for (int i = 0; i < count; i++) {
      if (isMap) {
        name();
        copy();
      } else {
        first();
      }
    }
  }
}
