package io.clusteragent.hashtag;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Gives an application's keys the hash tags that its names lack, and takes them away again. Immutable.
 *
 * <p>A name that has a hash tag by the cluster specification stays as it is. Of the rules, the first one that matches a name
 * decides; a name that no rule matches gets the tag of the whole service, if it has one. Keys are bytes; rules are UTF-8.
 */
public final class HashTagRules {
  /** Leaves all names as they are. */
  public static final HashTagRules NONE =
      new HashTagRules(Collections.<HashTagRule>emptyList(), new byte[0]);

  private final List<HashTagRule> rules;

  /** {@code {shop}}, which begins the names that no rule matches; empty when these stay as they are. */
  private final byte[] prefix;

  private HashTagRules(List<HashTagRule> rules, byte[] prefix) {
    this.rules = rules;
    this.prefix = prefix;
  }

  /**
   * Reads rules.
   *
   * @param rules such as {@code cart:{*}:*}, in the order in which they are tried
   * @param all the hash tag of the names that no rule matches; empty when these stay as they are
   * @throws IllegalArgumentException when a rule is malformed or can never match; the message names it, and says what to do
   */
  public static HashTagRules of(List<String> rules, String all) {
    List<HashTagRule> read = new ArrayList<>();
    for (String text : rules) {
      HashTagRule rule = HashTagRule.of(text);
      for (HashTagRule earlier : read) {
        if (earlier.covers(rule)) {
          throw new IllegalArgumentException("the rule " + rule
              + " can never match, because the earlier rule " + earlier
              + " matches all its names; put it first, or remove it");
        }
      }
      read.add(rule);
    }
    if (all.indexOf('{') >= 0 || all.indexOf('}') >= 0) {
      throw new IllegalArgumentException("the hash tag " + all
          + " for all other names has a brace; write the word alone, such as shop");
    }
    if (!all.isEmpty() && !read.isEmpty() && read.get(read.size() - 1).matchesAll()) {
      throw new IllegalArgumentException(
          "the rule {*} matches every name, so no name is left for the hash tag " + all
              + "; remove one of both");
    }
    byte[] prefix = ("{" + all + "}").getBytes(StandardCharsets.UTF_8);
    return new HashTagRules(read, all.isEmpty() ? new byte[0] : prefix);
  }

  /** Whether all names stay as they are. */
  public boolean isEmpty() {
    return rules.isEmpty() && prefix.length == 0;
  }

  /** Whether every name that no rule matches gets the tag of the service, so that other services may use the cluster, too. */
  public boolean hasCommonTag() {
    return prefix.length > 0;
  }

  /** What all keys of the service begin with; empty when they begin differently. */
  public byte[] commonPrefix() {
    return rules.isEmpty() ? prefix.clone() : new byte[0];
  }

  /** Whether a key in the cluster can be one of this service, and not of another. */
  public boolean owns(byte[] key) {
    return prefix.length == 0 || untagged(key) != key;
  }

  /**
   * The key in the cluster that stands for an application's name; the same array when the name stays as it is.
   *
   * @throws AmbiguousNameException when the key stands for another name already
   */
  public byte[] tagged(byte[] name) throws AmbiguousNameException {
    byte[] key = forth(name);
    if (rules.isEmpty() && key != name) {
      return key; // only a name without a hash tag gets the prefix, so no other name has this key
    }
    byte[] other = untagged(key);
    if (!Arrays.equals(name, other)) {
      throw new AmbiguousNameException(ruleFor(other));
    }
    return key;
  }

  /** The application's name that a key in the cluster stands for; the same array when that is its own name. */
  public byte[] untagged(byte[] key) {
    int open = HashTagRule.indexOf(key, '{', 0, key.length);
    int close = open < 0 ? -1 : HashTagRule.indexOf(key, '}', open + 1, key.length);
    if (close <= open + 1) {
      return key;
    }
    if (!rules.isEmpty()) {
      byte[] name = new byte[key.length - 2];
      System.arraycopy(key, 0, name, 0, open);
      System.arraycopy(key, open + 1, name, open, close - open - 1);
      System.arraycopy(key, close + 1, name, close - 1, key.length - close - 1);
      if (Arrays.equals(key, forth(name))) {
        return name;
      }
    }
    if (startsWithPrefix(key)) {
      byte[] name = Arrays.copyOfRange(key, prefix.length, key.length);
      if (Arrays.equals(key, forth(name))) {
        return name;
      }
    }
    return key;
  }

  private boolean startsWithPrefix(byte[] key) {
    if (prefix.length == 0 || key.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (key[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private byte[] forth(byte[] name) {
    if (hasTag(name)) {
      return name;
    }
    for (HashTagRule rule : rules) {
      long found = rule.find(name);
      if (found >= 0) {
        return withBraces(name, (int) (found >> 32), (int) found);
      }
    }
    if (prefix.length == 0) {
      return name;
    }
    byte[] key = Arrays.copyOf(prefix, prefix.length + name.length);
    System.arraycopy(name, 0, key, prefix.length, name.length);
    return key;
  }

  private static boolean hasTag(byte[] name) {
    int open = HashTagRule.indexOf(name, '{', 0, name.length);
    return open >= 0 && HashTagRule.indexOf(name, '}', open + 1, name.length) > open + 1;
  }

  private static byte[] withBraces(byte[] name, int from, int to) {
    byte[] key = new byte[name.length + 2];
    System.arraycopy(name, 0, key, 0, from);
    key[from] = '{';
    System.arraycopy(name, from, key, from + 1, to - from);
    key[to + 1] = '}';
    System.arraycopy(name, to, key, to + 2, name.length - to);
    return key;
  }

  /** What decides about a name, for people. */
  private String ruleFor(byte[] name) {
    for (HashTagRule rule : rules) {
      if (rule.find(name) >= 0) {
        return rule.toString();
      }
    }
    return new String(prefix, StandardCharsets.UTF_8) + "*";
  }
}
