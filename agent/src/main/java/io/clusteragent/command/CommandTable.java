package io.clusteragent.command;

import io.clusteragent.protocol.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds commands by the bytes of their names on the wire. Immutable; a look-up allocates nothing.
 *
 * <p>It is a hash table with open addressing over upper-cased names, for sub-commands {@code CONTAINER|SUB}. A look-up
 * reads a name of up to eight bytes once, into a number that holds all of it.
 */
public final class CommandTable {

  /** Many times what any server has. The table learns no more commands than these. */
  private static final int MAX_COMMANDS = 10_000;

  /** The golden ratio: the upper bits of its products differ where the factors differ in any bit. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final class BuiltIn {
    static final CommandTable TABLE = new CommandTable(CommandResource.load());
  }

  private final List<Command> commands;
  private final Command[] slots;
  private final int shift;
  private final int longestName;

  private CommandTable(List<Command> commands) {
    this.commands = Collections.unmodifiableList(commands);
    // At most a quarter full, so that the first probe nearly always finds a name or its absence.
    this.slots = new Command[Integer.highestOneBit(commands.size()) * 8];
    this.shift = Long.numberOfLeadingZeros(slots.length) + 1;
    int longest = 0;
    for (Command command : commands) {
      longest = Math.max(longest, command.wireName.length);
      int at = start(command.code);
      while (slots[at] != null) {
        at = next(at);
      }
      slots[at] = command;
    }
    this.longestName = longest;
  }

  /** The commands of Redis 8.0 and Valkey 9; loaded at the first call. */
  public static CommandTable builtIn() {
    return BuiltIn.TABLE;
  }

  /**
   * Finds a request's command. Names compare without case.
   *
   * @return the command; {@link Command#UNKNOWN} for a name, or a sub-command, that is not in the table; {@code null}
   *     when that depends on arguments that have not arrived yet
   */
  public Command find(Request request) {
    if (request.available() == 0) {
      return null;
    }
    int length = request.length(0);
    if (length > longestName) {
      return Command.UNKNOWN;
    }
    byte[] bytes = request.bytes();
    int offset = request.offset(0);
    long code = WireName.code(0, bytes, offset, length);
    for (int at = start(code); ; at = next(at)) {
      Command command = slots[at];
      if (command == null) {
        return Command.UNKNOWN;
      }
      byte[] name = command.wireName;
      if (command.code == code
          && command.containerEnd < 0
          && name.length == length
          && (length <= Long.BYTES || matches(name, 0, bytes, offset, length))) {
        return command.container && request.count() > 1 ? findSubCommand(request, code) : command;
      }
    }
  }

  private Command findSubCommand(Request request, long containerCode) {
    if (request.available() == 1) {
      return null;
    }
    int containerLength = request.length(0);
    int length = request.length(1);
    if (length > longestName) {
      return Command.UNKNOWN;
    }
    byte[] bytes = request.bytes();
    long code = WireName.code(WireName.step(containerCode, '|'), bytes, request.offset(1), length);
    for (int at = start(code); ; at = next(at)) {
      Command command = slots[at];
      if (command == null) {
        return Command.UNKNOWN;
      }
      byte[] name = command.wireName;
      if (command.code == code
          && command.containerEnd == containerLength
          && name.length == containerLength + 1 + length
          && matches(name, 0, bytes, request.offset(0), containerLength)
          && matches(name, containerLength + 1, bytes, request.offset(1), length)) {
        return command;
      }
    }
  }

  /**
   * Returns a table that also has the commands which the server has beyond this table's. For a command that both know,
   * this table's definition stays, since it includes the exceptions.
   *
   * @param reply the parsed reply of COMMAND or COMMAND INFO, from a server of any version
   */
  public CommandTable overlaidWith(List<Object> reply) {
    Map<String, Command> all = new LinkedHashMap<>();
    for (Command command : commands) {
      all.put(command.name(), command);
    }
    for (String line : CommandReply.lines(reply)) {
      String name = CommandDefinition.nameOf(line);
      int containerEnd = name.indexOf('|');
      Command container = containerEnd < 0 ? null : all.get(name.substring(0, containerEnd));
      boolean reachable = containerEnd < 0 || container != null && container.container;
      if (reachable && !all.containsKey(name) && all.size() < MAX_COMMANDS) {
        all.put(name, new Command(new CommandDefinition(name).apply(line)));
      }
    }
    return all.size() == commands.size() ? this : new CommandTable(new ArrayList<>(all.values()));
  }

  /** The command with a name in the server's notation, upper case; {@code null} when there is none. */
  public Command get(String name) {
    for (Command command : commands) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    return null;
  }

  /** All commands and sub-commands. */
  public List<Command> commands() {
    return commands;
  }

  private int start(long code) {
    return (int) (code * SPREAD >>> shift);
  }

  private int next(int at) {
    return at + 1 & slots.length - 1;
  }

  private static boolean matches(byte[] name, int from, byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; i++) {
      if (Request.upperCase(bytes[offset + i]) != name[from + i]) {
        return false;
      }
    }
    return true;
  }
}
