package io.clusteragent.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshooting.md} has an entry for every message of the agent, and for no other text. */
class TroubleshootingTest {
  private static final Path SOURCES = Path.of("src/main/java/io/clusteragent");

  /** A message is a sentence: shorter texts are names, commands and parts of replies. */
  private static final int MIN_WORDS = 4;

  /** Sources of texts that users ask for: tools, beans, options, metrics and the audit's report. */
  private static final Set<String> SHOWN_ON_REQUEST = Set.of(
      "AgentBean.java",
      "Bean.java",
      "ClusterBean.java",
      "NodeBean.java",
      "MetricsText.java",
      "Options.java",
      "Count.java",
      "Compatibility.java",
      "CallSite.java");

  /** Sources of texts that servers send, or get. */
  private static final Set<String> TEXTS_OF_SERVERS = Set.of(
      "RefusalTexts.java",
      "Invalidations.java",
      "ClusterCommandError.java",
      "ServerMode.java",
      "OneSlotCommands.java");

  /** Texts without an entry: names of threads, texts of servers and the JDK, mistakes in the agent itself. */
  private static final Set<String> UNEXPLAINED = Set.of(
      "cluster-agent audit, the end",
      "cannot be used with replica instances",
      "the agent connects elsewhere",
      "timeout can't be negative",
      "... is not part of a handshake");

  @Test
  void everyMessageHasAnEntryAndEveryEntryIsAMessage() throws IOException {
    Set<String> messages = SourceTexts.below(
        SOURCES,
        file -> !file.startsWith(SOURCES.resolve("cli"))
            && !SHOWN_ON_REQUEST.contains(file.getFileName().toString())
            && !TEXTS_OF_SERVERS.contains(file.getFileName().toString()));
    messages.removeIf(text -> words(text) < MIN_WORDS);
    messages.removeAll(UNEXPLAINED);
    Set<String> entries = entries();

    assertEquals(new TreeSet<>(), without(messages, entries), "messages without an entry");
    assertEquals(new TreeSet<>(), without(entries, messages), "entries that are no message");
  }

  private static int words(String text) {
    return List.of(text.replace(SourceTexts.HOLE, " ").strip().split("\\s+")).size();
  }

  private static Set<String> entries() throws IOException {
    Set<String> entries = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("docs/troubleshooting.md"))) {
      if (line.startsWith("* `")) {
        entries.add(line.substring(3, line.lastIndexOf('`')));
      }
    }
    return entries;
  }

  private static Set<String> without(Set<String> texts, Set<String> others) {
    Set<String> rest = new TreeSet<>(texts);
    rest.removeAll(others);
    return rest;
  }
}
