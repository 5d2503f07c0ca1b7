package io.clusteragent.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the agent's built-in commands: what servers publish, corrected by the exceptions. */
final class CommandResource {
  static final String COMMANDS = "commands.txt";
  static final String EXCEPTIONS = "exceptions.txt";

  private CommandResource() {}

  static List<Command> load() {
    Map<String, CommandDefinition> definitions = new LinkedHashMap<>(1024);
    apply(lines(COMMANDS), definitions);
    apply(lines(EXCEPTIONS), definitions);
    List<Command> commands = new ArrayList<>(definitions.size());
    for (CommandDefinition definition : definitions.values()) {
      commands.add(new Command(definition));
    }
    return commands;
  }

  private static void apply(List<String> lines, Map<String, CommandDefinition> definitions) {
    for (String line : lines) {
      String name = CommandDefinition.nameOf(line);
      CommandDefinition definition = definitions.get(name);
      if (definition == null) {
        definition = new CommandDefinition(name);
        definitions.put(name, definition);
      }
      definition.apply(line);
    }
  }

  /** The lines of a resource that are neither empty nor a comment. */
  static List<String> lines(final String resource) {
    // The application whose command is the first to need the table may lack the right to read the
    // jar of the agent.
    String text = AccessController.doPrivileged(new PrivilegedAction<String>() {
      @Override
      public String run() {
        return text(resource);
      }
    });
    List<String> lines = new ArrayList<>(512);
    for (int from = 0, end; from < text.length(); from = end + 1) {
      end = text.indexOf('\n', from);
      if (end < 0) {
        end = text.length();
      }
      if (end > from && text.charAt(from) != '#') {
        lines.add(text.substring(from, end));
      }
    }
    return lines;
  }

  private static String text(String resource) {
    try (InputStream in = CommandResource.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the agent's jar is incomplete: it has no " + resource);
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream(32 * 1024);
      byte[] piece = new byte[16 * 1024];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        text.write(piece, 0, n);
      }
      return text.toString("ISO-8859-1");
    } catch (IOException e) {
      throw new IllegalStateException("the agent's jar cannot be read: " + resource, e);
    }
  }
}
