package io.clusteragent.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets a server know HIMPORT (Redis 8.12): field sets that belong to one connection, and hashes made with them.
 *
 * <p>Each command is replaced by one with the same reply, which the server sends in its turn.
 */
final class HashImportProxy extends CommandProxy {

  HashImportProxy(int target) throws IOException {
    super(target);
    start();
  }

  @Override
  Conversation begin() {
    return new FieldSets();
  }

  private static final class FieldSets implements Conversation {
    private final Map<String, List<String>> fields = new HashMap<>();

    @Override
    public boolean handle(List<String> words, OutputStream client, OutputStream server)
        throws IOException {
      String name = words.get(0).toUpperCase(Locale.ROOT);
      if (name.equals("RESET")) {
        fields.clear();
      }
      if (!name.equals("HIMPORT")) {
        return false;
      }
      server.write(wire(replacement(words)));
      return true;
    }

    private List<String> replacement(List<String> words) {
      switch (words.get(1).toUpperCase(Locale.ROOT)) {
        case "PREPARE":
          fields.put(words.get(2), List.copyOf(words.subList(3, words.size())));
          return List.of("SELECT", "0");
        case "SET":
          return set(words.get(2), fields.get(words.get(3)), words.subList(4, words.size()));
        case "DISCARD":
          return number(fields.remove(words.get(2)) == null ? 0 : 1);
        default:
          int all = fields.size();
          fields.clear();
          return number(all);
      }
    }

    private static List<String> set(String key, List<String> names, List<String> values) {
      if (names == null) {
        return List.of("EVAL", "return redis.error_reply('ERR no such fieldset')", "0");
      }
      List<String> command = new ArrayList<>(List.of("HMSET", key));
      for (int i = 0; i < names.size(); i++) {
        command.add(names.get(i));
        command.add(values.get(i));
      }
      return command;
    }

    private static List<String> number(int number) {
      return List.of("EVAL", "return " + number, "0");
    }
  }
}
