package io.clusteragent.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Keeps a server's state for one client: its transaction, subscriptions and settings. */
final class Conversation {

  /** Defines which keys the server serves. */
  interface Shard extends Predicate<String> {
    /** The error for a command with these keys, or {@code null} when the server runs it. */
    String refusal(List<String> keys, boolean asking);

    /** Determines the order of keys in this process. */
    default int seed() {
      return 0;
    }
  }

  /** A standalone server. */
  static final Shard ALL_KEYS = new Shard() {
    @Override
    public String refusal(List<String> keys, boolean asking) {
      return null;
    }

    @Override
    public boolean test(String key) {
      return true;
    }
  };

  private static final int DATABASES = 16;

  /** Stands before the patterns among the channels. */
  private static final String PATTERN = "pattern ";

  private final FakeStore store;
  private final Shard shard;
  private final Map<String, Integer> watched = new HashMap<>();
  private final Set<String> channels = new TreeSet<>();
  private final List<String> handshakeCommands = new ArrayList<>();
  private final Set<String> fieldSets = new TreeSet<>();
  private List<List<String>> queue;
  private boolean dirty;
  private boolean asking;
  private boolean resp3;

  Conversation(FakeStore store, Shard shard) {
    this.store = store;
    this.shard = shard;
  }

  /** Whether another client can use this connection. */
  synchronized boolean isReusable() {
    return queue == null && watched.isEmpty() && channels.isEmpty() && !asking;
  }

  synchronized boolean isSubscribedTo(String channel) {
    return channels.contains(channel);
  }

  synchronized boolean isResp3() {
    return resp3;
  }

  /** The commands that set the connection up, in order. */
  synchronized List<String> handshake() {
    return List.copyOf(handshakeCommands);
  }

  /**
   * Processes a command.
   *
   * @param scripted an error to reply instead of the command's result, or {@code null}
   * @return the reply
   */
  synchronized String reply(List<String> words, String scripted) {
    String name = words.get(0).toUpperCase(Locale.ROOT);
    boolean exec = name.equals("EXEC");
    List<String> keys = new ArrayList<>(FakeStore.keysOf(words));
    if (exec && queue != null) {
      queue.forEach(queued -> keys.addAll(FakeStore.keysOf(queued)));
    }
    String refusal =
        scripted != null ? scripted : keys.isEmpty() ? null : shard.refusal(keys, asking);
    try {
      if (refusal == null) {
        return replyWhenAccepted(name, words);
      }
      if (exec) {
        endTransaction();
      } else if (queue != null) {
        dirty = true;
      }
      return refusal;
    } finally {
      asking = name.equals("ASKING") || asking && queue != null;
    }
  }

  private String replyWhenAccepted(String name, List<String> words) {
    switch (name) {
      case "ASKING":
        return Wire.OK;
      case "MULTI":
        if (queue != null) {
          return "-ERR MULTI calls can not be nested\r\n";
        }
        queue = new ArrayList<>();
        return Wire.OK;
      case "EXEC":
        return queue == null ? "-ERR EXEC without MULTI\r\n" : exec();
      case "DISCARD":
        if (queue == null) {
          return "-ERR DISCARD without MULTI\r\n";
        }
        endTransaction();
        return Wire.OK;
      case "WATCH":
        if (queue != null) {
          return "-ERR WATCH inside MULTI is not allowed\r\n";
        }
        words.subList(1, words.size()).forEach(key -> watched.put(key, store.version(key)));
        return Wire.OK;
      case "QUIT":
        return Wire.OK;
      default:
    }
    if (queue != null) {
      queue.add(words);
      return "+QUEUED\r\n";
    }
    return run(name, words);
  }

  private String run(String name, List<String> words) {
    switch (name) {
      case "UNWATCH":
        watched.clear();
        return Wire.OK;
      case "SELECT":
        if (Integer.parseInt(words.get(1)) >= DATABASES) {
          return "-ERR DB index is out of range\r\n";
        }
        handshakeCommands.add(String.join(" ", words));
        return Wire.OK;
      case "AUTH":
      case "CLIENT":
      case "READONLY":
        handshakeCommands.add(String.join(" ", words));
        return Wire.OK;
      case "HIMPORT":
        return hashImport(words);
      case "HELLO":
        handshakeCommands.add(String.join(" ", words));
        resp3 = words.size() > 1 && words.get(1).equals("3");
        return (resp3 ? "%1\r\n" : "*2\r\n") + Wire.bulk("proto") + Wire.integer(resp3 ? 3 : 2);
      case "RESET":
        endTransaction();
        channels.clear();
        handshakeCommands.clear();
        fieldSets.clear();
        resp3 = false;
        return "+RESET\r\n";
      case "MONITOR":
        return Wire.OK;
      case "SSUBSCRIBE":
        String refusal = shard.refusal(words.subList(1, words.size()), false);
        return refusal != null
            ? refusal
            : subscriptions("ssubscribe", words.subList(1, words.size()));
      case "SUBSCRIBE":
      case "PSUBSCRIBE":
      case "UNSUBSCRIBE":
      case "PUNSUBSCRIBE":
      case "SUNSUBSCRIBE":
        return subscriptions(name.toLowerCase(Locale.ROOT), words.subList(1, words.size()));
      default:
        return store.run(words, shard);
    }
  }

  private String hashImport(List<String> words) {
    switch (words.get(1)) {
      case "PREPARE":
        fieldSets.add(words.get(2));
        handshakeCommands.add(String.join(" ", words));
        return Wire.OK;
      case "SET":
        return fieldSets.contains(words.get(3)) ? Wire.OK : "-ERR no such fieldset\r\n";
      case "DISCARD":
        return Wire.integer(fieldSets.remove(words.get(2)) ? 1 : 0);
      default:
        int discarded = fieldSets.size();
        fieldSets.clear();
        return Wire.integer(discarded);
    }
  }

  private String subscriptions(String name, List<String> named) {
    boolean leaves = name.contains("unsub");
    String prefix = name.startsWith("p") ? PATTERN : "";
    List<String> all = channels.stream()
        .filter(channel -> channel.startsWith(PATTERN) != prefix.isEmpty())
        .map(channel -> channel.substring(prefix.length()))
        .toList();
    StringBuilder replies = new StringBuilder();
    for (String channel : leaves && named.isEmpty() ? all : named) {
      if (leaves) {
        channels.remove(prefix + channel);
      } else {
        channels.add(prefix + channel);
      }
      replies
          .append(resp3 ? ">3\r\n" : "*3\r\n")
          .append(Wire.bulk(name))
          .append(Wire.bulk(channel));
      replies.append(Wire.integer(channels.size()));
    }
    return replies.toString();
  }

  private String exec() {
    List<List<String>> commands = queue;
    boolean aborted = dirty;
    synchronized (store) {
      boolean changed =
          watched.entrySet().stream().anyMatch(e -> store.version(e.getKey()) != e.getValue());
      endTransaction();
      if (aborted) {
        return "-EXECABORT Transaction discarded because of previous errors.\r\n";
      }
      if (changed) {
        return resp3 ? "_\r\n" : "*-1\r\n";
      }
      return Wire.array(commands.stream()
          .map(words -> run(words.get(0).toUpperCase(Locale.ROOT), words))
          .toList());
    }
  }

  private void endTransaction() {
    queue = null;
    dirty = false;
    watched.clear();
  }
}
