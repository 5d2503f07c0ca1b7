package io.clusteragent.session.pubsub;

import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Keeps what a subscriber's node has confirmed, and which commands it has not answered.
 *
 * <p>Another node gets both, in this order. So the application gets the answers that it waits for, each once, with the counts
 * that one server would send. A node answers commands in their order, and each channel of a command separately.
 *
 * <p>Guarded by the connection's lock, except {@link #areAnswered}. Channels are ISO 8859-1 text, which keeps every byte.
 */
final class SubscriberCommands {
  private final Subscriptions confirmed = new Subscriptions();

  /** Each with its name in upper case, and without the channels that the node has confirmed. */
  private final Deque<List<String>> unanswered = new ArrayDeque<>();

  private volatile boolean answered = true;

  /** Whether the node has answered all commands. */
  boolean areAnswered() {
    return answered;
  }

  /** The number of subscriptions that the application has a confirmation of. */
  int confirmed() {
    return confirmed.size();
  }

  /** Records a command that is about to be sent. */
  void add(List<String> command) {
    unanswered.add(command);
    answered = false;
  }

  /** Records an answer that is no confirmation: an error, or what follows PING, AUTH or QUIT. */
  void answer() {
    unanswered.poll();
    answered = unanswered.isEmpty();
  }

  /** Records a confirmation, and the answer to a PING in RESP2. */
  void confirm(List<?> frame) {
    String kind = ReplyParser.text(frame.get(0)).toUpperCase(Locale.ROOT);
    List<String> command = unanswered.peek();
    if (command == null || !kind.endsWith("SUBSCRIBE")) {
      answer();
      return;
    }
    List<String> subscription = Collections.singletonList(kind);
    Object channel = frame.get(1);
    if (channel instanceof byte[]) {
      subscription = new ArrayList<>(subscription);
      subscription.add(new String((byte[]) channel, StandardCharsets.ISO_8859_1));
    }
    confirmed.record(subscription);
    boolean last = command.size() == 1 ? confirmed.isEmpty(kind) : command.size() == 2;
    if (last) {
      answer();
    } else if (command.size() > 1) {
      command.remove(1);
    }
  }

  /** The commands for another node. */
  byte[] all() {
    ByteArrayBuilder out = new ByteArrayBuilder();
    out.append(confirmed.all());
    for (List<String> command : unanswered) {
      byte[][] words = new byte[command.size()][];
      for (int i = 0; i < words.length; i++) {
        words[i] = Resp.ascii(command.get(i));
      }
      out.append(Resp.command(words));
    }
    return out.toArray();
  }
}
