package io.clusteragent.command;

import io.clusteragent.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds requests from text: words separated by blanks, {@code ""} for an empty one. */
final class Requests {

  private Requests() {}

  static Request request(String text) {
    return partial(words(text), Integer.MAX_VALUE);
  }

  /** A request of which only the first {@code available} arguments have arrived. */
  static Request partial(List<String> words, int available) {
    Request request = new Request();
    request.begin(words.size());
    request.bytes(String.join("\r\n", words).getBytes(StandardCharsets.UTF_8));
    int offset = 0;
    for (String word : words.subList(0, Math.min(available, words.size()))) {
      request.add(offset, word.length());
      offset += word.length() + 2;
    }
    return request;
  }

  static List<String> words(String text) {
    List<String> words = new ArrayList<>(Arrays.asList(text.split(" ")));
    words.replaceAll(word -> word.equals("\"\"") ? "" : word);
    return words;
  }

  /** The requests of {@code requests.txt}, at least one of each command. */
  static List<String> all() {
    return CommandResource.lines("requests.txt");
  }

  static Command find(String text) {
    return CommandTable.builtIn().find(request(text));
  }
}
