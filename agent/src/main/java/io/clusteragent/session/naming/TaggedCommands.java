package io.clusteragent.session.naming;

import io.clusteragent.command.Command;
import io.clusteragent.command.KeyPositions;
import io.clusteragent.command.Kind;
import io.clusteragent.command.NamesInReply;
import io.clusteragent.hashtag.AmbiguousNameException;
import io.clusteragent.hashtag.HashTagRules;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives the keys of a command their names in the cluster.
 *
 * <p>Owned by the thread that writes.
 */
final class TaggedCommands {
  private static final String KEY_SLOT = "CLUSTER|KEYSLOT";
  private static final int FEW = 16;
  private static final int KEPT = 256;
  private static final byte[] ANY = Resp.ascii("*");

  private final HashTagRules rules;
  private final ByteArrayBuilder out;
  private final KeyPositions keys = new KeyPositions();

  /** The words of the command at hand that change; {@code null} for the others. */
  private byte[][] changed = new byte[FEW][];

  private byte[] appendedMatch;

  /**
   * @param out receives the mapped commands
   */
  TaggedCommands(HashTagRules rules, ByteArrayBuilder out) {
    this.rules = rules;
    this.out = out;
  }

  /** Whether a command says anything about keys, so that it matters whether the server is part of a cluster. */
  static boolean concernsNames(Command command) {
    switch (command.kind()) {
      case DATA:
        return command.hasKeys()
            || command.names() != NamesInReply.NONE
            || command.unknown()
            || command.name().equals(KEY_SLOT)
            || command.concernsAllNodes();
      case AUTH:
      case HELLO:
      case SELECT:
      case QUIT:
      case RESET:
      case CLIENT_SETNAME:
      case CLIENT_STATE:
      case READONLY:
      case READWRITE:
      case ASKING:
        return false;
      default:
        return true;
    }
  }

  /**
   * Adds the command with mapped names.
   *
   * @param from where the command begins in the request's bytes
   * @param length its length in bytes
   * @return what to do with the reply
   * @throws RefusedException when the command cannot be mapped; nothing is added then
   */
  ExpectedReply map(Command command, Request request, int from, int length)
      throws RefusedException {
    try {
      return mapNames(command, request, from, length);
    } finally {
      if (changed.length > KEPT) {
        changed = new byte[FEW][];
      } else {
        Arrays.fill(changed, null);
      }
    }
  }

  private ExpectedReply mapNames(Command command, Request request, int from, int length)
      throws RefusedException {
    if (changed.length < request.count()) {
      changed = new byte[request.count() * 2][];
    }
    appendedMatch = null;
    Glob filter = null;
    boolean any = false;
    UnmappedCommands.refuse(command, request);
    switch (command.name()) {
      case "KEYS":
        filter = filter(request, 1);
        any = true;
        break;
      case "SCAN":
        filter = scan(request);
        any = true;
        break;
      case "DBSIZE":
      case "FLUSHALL":
      case "FLUSHDB":
      case "RANDOMKEY":
        return ofTheService(command, request, from, length);
      case KEY_SLOT:
        any = request.count() > 2 && change(request, 2);
        break;
      case "SPUBLISH":
      case "SSUBSCRIBE":
      case "SUNSUBSCRIBE":
        break; // channels are no keys
      default:
        if (command.kind() == Kind.SUBSCRIBE || command.kind() == Kind.UNSUBSCRIBE) {
          any = channels(command, request);
        } else if (command.hasKeys()) {
          keys.clear();
          command.keys(request, keys);
          for (int i = 0; i < keys.size(); i++) {
            any |= change(request, keys.get(i));
          }
        }
    }
    if (any) {
      write(request);
    } else {
      out.append(request.bytes(), from, length);
    }
    return ExpectedReply.with(command.names(), filter);
  }

  private ExpectedReply ofTheService(Command command, Request request, int from, int length)
      throws RefusedException {
    byte[] prefix = rules.commonPrefix();
    boolean isMalformed = request.count() > 1 && !command.name().startsWith("FLUSH");
    if (!rules.hasCommonTag() || isMalformed) {
      out.append(request.bytes(), from, length);
    } else {
      byte[] instead = prefix.length == 0
          ? null
          : new OneSlotCommands(prefix).insteadOf(command.name(), request);
      if (instead == null) {
        throw new RefusedException(
            "it would concern the keys of other services; with hashTagAll alone, and without unknown arguments, it is"
                + " mapped");
      }
      out.append(instead);
    }
    return ExpectedReply.with(command.names(), null);
  }

  private boolean change(Request request, int argument) throws RefusedException {
    byte[] name = request.copy(argument);
    byte[] key;
    try {
      key = rules.tagged(name);
    } catch (AmbiguousNameException e) {
      throw new RefusedException(e.getMessage());
    }
    changed[argument] = key == name ? null : key;
    return key != name;
  }

  private void write(Request request) {
    int count = request.count();
    out.appendHead('*', appendedMatch == null ? count : count + 2);
    for (int i = 0; i < count; i++) {
      if (changed[i] == null) {
        out.appendHead('$', request.length(i));
        out.append(request.bytes(), request.offset(i), request.length(i) + 2);
      } else {
        bulk(changed[i]);
      }
    }
    if (appendedMatch != null) {
      bulk(Resp.ascii("MATCH"));
      bulk(appendedMatch);
    }
  }

  private void bulk(byte[] word) {
    out.appendHead('$', word.length);
    out.append(word);
    out.append(Resp.ascii("\r\n"));
  }

  // ---- patterns

  /** Has the nodes find all names that can match the pattern of an argument, which then filters them. */
  private Glob filter(Request request, int argument) {
    if (argument >= request.count()) {
      return new Glob(ANY);
    }
    changed[argument] = widePattern();
    return new Glob(request.copy(argument));
  }

  private byte[] widePattern() {
    byte[] prefix = rules.commonPrefix();
    if (prefix.length == 0) {
      return ANY;
    }
    byte[] literal = Glob.literal(prefix);
    byte[] pattern = Arrays.copyOf(literal, literal.length + 1);
    pattern[literal.length] = '*';
    return pattern;
  }

  private Glob scan(Request request) {
    Glob filter = null;
    for (int i = 2; i + 1 < request.count(); i += 2) {
      if (request.is(i, "MATCH")) {
        filter = filter(request, i + 1);
      }
    }
    if (filter == null) {
      appendedMatch = request.count() % 2 == 0 ? widePattern() : null; // else the server refuses it
      filter = new Glob(ANY);
    }
    return filter;
  }

  private boolean channels(Command command, Request request) throws RefusedException {
    boolean any = false;
    for (int i = 1; i < request.count(); i++) {
      byte[] channel = request.copy(i);
      int key = TaggedReplies.keyIn(channel);
      if (command.name().startsWith("P")) {
        if (key < 0 ? isOfKeys(channel) : !isAny(channel, key)) {
          throw new RefusedException(
              "patterns of keyspace channels other than __keyspace@0__:* are not mapped; subscribe to"
                  + " all of them, or to single channels");
        }
      } else if (key >= 0) {
        any |= channel(i, channel, key);
      }
    }
    return any;
  }

  private boolean channel(int argument, byte[] channel, int key) throws RefusedException {
    byte[] name = Arrays.copyOfRange(channel, key, channel.length);
    byte[] tagged;
    try {
      tagged = rules.tagged(name);
    } catch (AmbiguousNameException e) {
      throw new RefusedException(e.getMessage());
    }
    byte[] mapped = Arrays.copyOf(channel, key + tagged.length);
    System.arraycopy(tagged, 0, mapped, key, tagged.length);
    changed[argument] = mapped;
    return true;
  }

  private static boolean isAny(byte[] pattern, int from) {
    return pattern.length == from + 1 && pattern[from] == '*';
  }

  /** Whether a pattern may stand for the keyspace channels of some keys only. */
  private static boolean isOfKeys(byte[] pattern) {
    String text = new String(pattern, StandardCharsets.ISO_8859_1);
    return text.startsWith("__key") && !text.startsWith("__keyevent@") && !text.endsWith("*");
  }
}
