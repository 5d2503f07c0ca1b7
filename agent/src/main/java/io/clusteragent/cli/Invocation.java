package io.clusteragent.cli;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses the words after a tool's name into options and operands. */
public final class Invocation {
  private final ToolUsage usage;
  private final CliEnvironment environment;
  private final Map<Flag, String> flags = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  /**
   * @param words all words after the tool's name; after {@code --} every word is an operand
   */
  Invocation(ToolUsage usage, List<String> words, CliEnvironment environment) throws ToolException {
    this.usage = usage;
    this.environment = environment;
    boolean onlyOperands = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (onlyOperands || !word.startsWith("--")) {
        operands.add(word);
      } else if (word.equals("--")) {
        onlyOperands = true;
      } else {
        Flag flag = flag(word);
        if (flag.takesValue() && i + 1 == words.size()) {
          throw ToolException.usage(word + " needs a value: " + flag.form());
        }
        flags.put(flag, flag.takesValue() ? words.get(++i) : "");
      }
    }
  }

  private Flag flag(String word) throws ToolException {
    for (Flag flag : usage.flags()) {
      if (flag.name().equals(word)) {
        return flag;
      }
    }
    throw ToolException.usage(usage.name() + " has no option " + word);
  }

  /** The words that are neither options nor their values. */
  public List<String> operands() {
    return operands;
  }

  boolean has(Flag flag) {
    return flags.containsKey(flag);
  }

  /** {@code null} when the option is not given. */
  String value(Flag flag) {
    return flags.get(flag);
  }

  /** An option's value as a whole number of at least 1. */
  int number(Flag flag, int standard) throws ToolException {
    String value = flags.get(flag);
    if (value == null) {
      return standard;
    }
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The exception below reports it.
    }
    throw ToolException.usage(flag.form() + " takes a whole number of at least 1");
  }

  /** Whether a word looks like {@code redis://:PASSWORD@HOST:PORT}, so that no message may show it. */
  static boolean mayHoldPassword(String word) {
    return word.contains("@") || word.contains("://");
  }

  /** The first operand, as an address. */
  NodeAddress entry() throws ToolException {
    if (operands.isEmpty()) {
      throw ToolException.usage(usage.name() + " needs the address of a cluster node, HOST:PORT");
    }
    String text = operands.get(0);
    if (mayHoldPassword(text)) {
      throw ToolException.usage(
          "the address of a cluster node is HOST:PORT, without scheme, user and password: name the user with "
              + Flag.USER.form() + ", and give the password in " + NodeConnector.PASSWORD
              + " or with " + Flag.ASK_PASSWORD.form() + "; " + Flag.TLS.form() + " chooses TLS");
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (!host.isEmpty() && port > 0 && port <= 65535) {
        return new NodeAddress(host, port);
      }
    } catch (NumberFormatException e) {
      // The exception below reports it.
    }
    throw ToolException.usage("\"" + text + "\" is not an address of the form HOST:PORT");
  }

  /** Refuses more operands than the tool takes. */
  void atMost(int count) throws ToolException {
    if (operands.size() > count) {
      throw ToolException.usage(
          usage.name() + " takes " + usage.operands() + ", and no other operands");
    }
  }

  CliEnvironment environment() {
    return environment;
  }

  PrintStream out() {
    return environment.out();
  }

  PrintStream err() {
    return environment.err();
  }

  ToolOutput output() {
    return new ToolOutput(environment.out(), has(Flag.JSON));
  }
}
