package io.clusteragent.cli;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One call of a tool: the words behind its name, told apart. */
public final class Invocation {
  private final ToolUsage usage;
  private final CliEnvironment surroundings;
  private final Map<Flag, String> flags = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  /**
   * @param words all that stands behind the tool's name; behind {@code --} nothing is taken for an option
   */
  Invocation(ToolUsage usage, List<String> words, CliEnvironment surroundings)
      throws ToolException {
    this.usage = usage;
    this.surroundings = surroundings;
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

  /** The words that are no options. */
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

  /** An option's value as a number from 1 on. */
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
      // said below
    }
    throw ToolException.usage(flag.form() + " takes a number from 1 on");
  }

  /** The address that the call names first. */
  NodeAddress entry() throws ToolException {
    if (operands.isEmpty()) {
      throw ToolException.usage(usage.name() + " needs the address of a cluster node, HOST:PORT");
    }
    String text = operands.get(0);
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
      // said below
    }
    throw ToolException.usage("\"" + text + "\" is no address, which is HOST:PORT");
  }

  /** Refuses more operands than the tool can use. */
  void atMost(int count) throws ToolException {
    if (operands.size() > count) {
      throw ToolException.usage(
          usage.name() + " takes " + usage.operands() + ", and nothing behind it");
    }
  }

  CliEnvironment surroundings() {
    return surroundings;
  }

  PrintStream out() {
    return surroundings.out();
  }

  PrintStream err() {
    return surroundings.err();
  }

  /** Where the tool's result goes. */
  Answer answer() {
    return new Answer(surroundings.out(), has(Flag.JSON));
  }
}
