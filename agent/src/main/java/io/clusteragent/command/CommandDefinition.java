package io.clusteragent.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a line of {@code commands.txt} or {@code exceptions.txt}. The line holds a command's name and its attributes,
 * separated by blanks:
 *
 * <ul>
 *   <li>{@code anynode} for a command without keys that changes something, and the same at whatever node;
 *   <li>{@code code} for a command that runs a script, a function or a module;
 *   <li>{@code write}, {@code readonly}, {@code blocking} as the server flags them; {@code container} for a command
 *       whose next argument names a sub-command (which has a line of its own, {@code CONTAINER|SUB});
 *   <li>{@code request=} and {@code response=}: {@link RequestPolicy} and {@link ResponsePolicy};
 *   <li>{@code keys=}, as often as there are {@linkplain KeySpec key specifications};
 *   <li>{@code names=}: {@link NamesInReply};
 *   <li>{@code kind=}: {@link Kind}; {@code repeat=}: {@link Repetition}, {@code always} by default for read-only ones.
 * </ul>
 */
final class CommandDefinition {
  final String name;
  Kind kind = Kind.DATA;
  boolean write;
  boolean readOnly;
  boolean blocking;
  boolean container;
  boolean anyNode;
  boolean code;
  RequestPolicy request = RequestPolicy.DEFAULT;
  ResponsePolicy response = ResponsePolicy.DEFAULT;
  NamesInReply names = NamesInReply.NONE;
  List<KeySpec> keys = new ArrayList<>(1);

  private Repetition repetition;

  CommandDefinition(String name) {
    this.name = name;
  }

  static String nameOf(String line) {
    int blank = line.indexOf(' ');
    return blank < 0 ? line : line.substring(0, blank);
  }

  /**
   * Sets the attributes of the line; the others stay. Key specifications replace the earlier ones.
   *
   * @throws IllegalArgumentException when an attribute or a value is unknown
   */
  CommandDefinition apply(String line) {
    boolean keysReplaced = false;
    for (int from = name.length() + 1, end; from < line.length(); from = end + 1) {
      end = line.indexOf(' ', from);
      if (end < 0) {
        end = line.length();
      }
      int equals = line.indexOf('=', from);
      if (equals < 0 || equals > end) {
        flag(line.substring(from, end));
      } else if (line.startsWith("keys=", from)) {
        if (!keysReplaced) {
          keys = new ArrayList<>(1);
          keysReplaced = true;
        }
        keys.add(KeySpec.parse(line.substring(equals + 1, end)));
      } else {
        set(line.substring(from, equals), line.substring(equals + 1, end));
      }
    }
    return this;
  }

  private void flag(String flag) {
    switch (flag) {
      case "write":
        write = true;
        return;
      case "readonly":
        readOnly = true;
        return;
      case "blocking":
        blocking = true;
        return;
      case "container":
        container = true;
        return;
      case "anynode":
        anyNode = true;
        return;
      case "code":
        code = true;
        return;
      default:
        throw new IllegalArgumentException(name + " " + flag);
    }
  }

  private void set(String key, String value) {
    switch (key) {
      case "request":
        request = RequestPolicy.valueOf(value.toUpperCase(Locale.ROOT));
        return;
      case "response":
        response = ResponsePolicy.valueOf(value.toUpperCase(Locale.ROOT));
        return;
      case "kind":
        kind = Kind.valueOf(value.toUpperCase(Locale.ROOT));
        return;
      case "names":
        names = NamesInReply.valueOf(value.toUpperCase(Locale.ROOT));
        return;
      case "repeat":
        repetition = Repetition.parse(value);
        return;
      default:
        throw new IllegalArgumentException(name + " " + key);
    }
  }

  Repetition repetition() {
    if (repetition != null) {
      return repetition;
    }
    return readOnly ? Repetition.ALWAYS : Repetition.NEVER;
  }
}
