package io.clusteragent.session.sentinel;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers the commands of one connection as a Sentinel does.
 *
 * <p>It answers what Jedis 2.0 to 8 sends to Sentinels, in RESP2 and RESP3. It changes nothing, so that it refuses SENTINEL
 * FAILOVER, SET and the like. Each password is accepted: it is that of a Sentinel, which need not run any more.
 *
 * <p>Not thread-safe: the {@link SentinelSocket} serves one command or announcement at a time.
 */
final class SentinelConversation {
  /** The event that tells clients of a new master. */
  static final String SWITCH_MASTER = "+switch-master";

  private static final int LONGEST_SHOWN_NAME = 32;

  private final MonitoredMaster master;
  private final SentinelReports reports;
  private final ReplyWriter out = new ReplyWriter();
  private final Channels channels = new Channels();
  private String clientName = "";
  private boolean ended;

  /** The master that this connection's subscriber knows; {@code null} when it may know none. */
  private NodeAddress announced;

  SentinelConversation(MonitoredMaster master) {
    this.master = master;
    this.reports = new SentinelReports(master);
  }

  /** Whether the client has said QUIT: the stream ends behind the replies. */
  boolean isEnded() {
    return ended;
  }

  /** Whether the client waits for events. */
  boolean isSubscribed() {
    return !channels.isEmpty();
  }

  /** Returns the error that a server sends when it cannot read a command; the stream ends behind it. */
  byte[] protocolError(IOException cause) {
    ended = true;
    out.error("ERR Protocol error: " + cause.getMessage());
    return out.take();
  }

  /** Returns {@code +switch-master} messages for a subscriber that does not know the present master yet; or nothing. */
  byte[] announcements() {
    NodeAddress now;
    try {
      now = master.find();
    } catch (IOException e) {
      return out.take(); // no node is better than the one that the client knows
    }
    if (announced != null && !announced.equals(now)) {
      for (String name : master.names()) {
        String text = name + " " + announced.host() + " " + announced.port() + " " + now.host()
            + " " + now.port();
        channels.publish(SWITCH_MASTER, text.getBytes(StandardCharsets.UTF_8), out);
      }
    }
    announced = now;
    return out.take();
  }

  /** Returns the reply to a command; of SUBSCRIBE and its like one for each channel. */
  byte[] replyTo(Request request) {
    String name = request.name();
    if (!out.isResp3() && isSubscribed() && !isAllowedToSubscribers(name)) {
      out.error(
          "ERR Can't execute '" + shown(name)
              + "': only (P)SUBSCRIBE / (P)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
    } else {
      reply(name, request);
    }
    return out.take();
  }

  private void reply(String name, Request request) {
    switch (name) {
      case "SENTINEL":
        sentinel(request);
        break;
      case "SUBSCRIBE":
      case "PSUBSCRIBE":
        if (hasArguments(request, name, 1)) {
          channels.subscribe(request, name.equals("SUBSCRIBE") ? "subscribe" : "psubscribe", out);
          announced = announced == null ? master.lastFound() : announced;
        }
        break;
      case "UNSUBSCRIBE":
        channels.unsubscribe(request, "unsubscribe", out);
        break;
      case "PUNSUBSCRIBE":
        channels.unsubscribe(request, "punsubscribe", out);
        break;
      case "PING":
        ping(request);
        break;
      case "HELLO":
        hello(request);
        break;
      case "AUTH":
        out.ok();
        break;
      case "CLIENT":
        client(request);
        break;
      case "ROLE":
        reports.role(out);
        break;
      case "INFO":
        reports.info(out);
        break;
      case "RESET":
        channels.clear();
        clientName = "";
        out.resp3(false);
        out.simple("RESET");
        break;
      case "QUIT":
        ended = true;
        out.ok();
        break;
      default:
        refuse(name);
    }
  }

  private void sentinel(Request request) {
    if (!hasArguments(request, "SENTINEL", 1)) {
      return;
    }
    String word = upper(request, 1);
    switch (word) {
      case "MYID":
        out.bulk(SentinelReports.MY_ID);
        return;
      case "MASTERS":
        reports.masters(out);
        return;
      case "GET-MASTER-ADDR-BY-NAME":
      case "MASTER":
      case "REPLICAS":
      case "SLAVES":
      case "SENTINELS":
      case "CKQUORUM":
        if (hasArguments(request, "SENTINEL " + word, 2)) {
          ofMaster(word, request);
        }
        return;
      default:
        refuse("SENTINEL " + word);
    }
  }

  private void ofMaster(String word, Request request) {
    String name = new String(request.copy(2), StandardCharsets.UTF_8);
    master.addName(name);
    switch (word) {
      case "REPLICAS":
      case "SLAVES":
        reports.replicas(out);
        break;
      case "SENTINELS":
        reports.otherSentinels(out);
        break;
      case "CKQUORUM":
        out.ok();
        break;
      default:
        try {
          NodeAddress now = master.find();
          if (word.equals("MASTER")) {
            reports.master(name, now, out);
          } else {
            announced = now;
            out.hostAndPort(now);
          }
        } catch (IOException e) {
          out.error("ERR " + e.getMessage());
        }
    }
  }

  private void ping(Request request) {
    if (!out.isResp3() && isSubscribed()) {
      out.array(2).bulk("pong").bulk(request.count() > 1 ? request.copy(1) : new byte[0]);
    } else if (request.count() > 1) {
      out.bulk(request.copy(1));
    } else {
      out.simple("PONG");
    }
  }

  private void hello(Request request) {
    if (request.count() > 1) {
      int version = request.number(1);
      if (version != 2 && version != 3) {
        out.error("NOPROTO unsupported protocol version");
        return;
      }
      out.resp3(version == 3);
    }
    for (int i = 2; i + 1 < request.count(); i++) {
      if (request.is(i, "SETNAME")) {
        clientName = new String(request.copy(i + 1), StandardCharsets.UTF_8);
      }
    }
    reports.hello(out);
  }

  private void client(Request request) {
    if (!hasArguments(request, "CLIENT", 1)) {
      return;
    }
    String word = upper(request, 1);
    switch (word) {
      case "SETNAME":
        clientName =
            request.count() > 2 ? new String(request.copy(2), StandardCharsets.UTF_8) : clientName;
        out.ok();
        break;
      case "SETINFO":
      case "NO-EVICT":
      case "NO-TOUCH":
        out.ok();
        break;
      case "GETNAME":
        if (clientName.isEmpty()) {
          out.nil();
        } else {
          out.bulk(clientName);
        }
        break;
      case "ID":
        out.integer(1);
        break;
      default:
        refuse("CLIENT " + word);
    }
  }

  private boolean hasArguments(Request request, String command, int atLeast) {
    boolean enough = request.count() > atLeast;
    if (!enough) {
      out.error("ERR wrong number of arguments for '" + command + "' command");
    }
    return enough;
  }

  private void refuse(String command) {
    out.error(
        "ERR cluster-agent answers this connection in place of a Sentinel, and has no answer to "
            + shown(command));
  }

  private static boolean isAllowedToSubscribers(String name) {
    switch (name) {
      case "SUBSCRIBE":
      case "PSUBSCRIBE":
      case "UNSUBSCRIBE":
      case "PUNSUBSCRIBE":
      case "PING":
      case "QUIT":
      case "RESET":
        return true;
      default:
        return false;
    }
  }

  private static String upper(Request request, int index) {
    byte[] word = request.copy(index);
    for (int i = 0; i < word.length; i++) {
      word[i] = (byte) Request.upperCase(word[i]);
    }
    return new String(word, StandardCharsets.UTF_8);
  }

  /** A command's name for a message; it may be anything that a client sends. */
  private static String shown(String command) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(command.length(), LONGEST_SHOWN_NAME); i++) {
      char c = command.charAt(i);
      text.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return text.toString();
  }
}
