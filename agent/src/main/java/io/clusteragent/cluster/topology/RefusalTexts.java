package io.clusteragent.cluster.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Lists the full texts by which servers refuse a command before it runs.
 *
 * <p>A script, a function or a module can return an error that begins like one of the server's. The server's own errors have
 * one of few texts, and nothing behind it. To an error that occurs while a script runs, the server adds the script's digest and
 * line.
 *
 * <p>Source: {@code shared} and {@code clusterRedirectClient} of Redis 6.2, 7.0, 8.0 and 8.6 and of Valkey 8.1 and 9;
 * {@code scriptPrepareForRun} for scripts that declare flags.
 */
public final class RefusalTexts {
  private static final Set<String> TEXTS = new HashSet<>(Arrays.asList(
      "-TRYAGAIN Multiple keys request during rehashing of slot",
      "-CLUSTERDOWN The cluster is down",
      "-CLUSTERDOWN The cluster is down and only accepts read commands",
      "-CLUSTERDOWN Hash slot not served",
      "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
      "-MASTERDOWN Link with MASTER is down, replica-serve-stale-data is set to 'no' and"
          + " 'allow-stale' flag is not set on the script.",
      "-READONLY You can't write against a read only replica.",
      "-READONLY Can not run script with write flag on readonly replica",
      "-NOSCRIPT No matching script. Please use EVAL.",
      "-NOSCRIPT No matching script."));

  private static final String LOADING = "-LOADING ";

  /** The server's name stands in front of this text, and differs. */
  private static final String IS_LOADING = " is loading the dataset in memory";

  private RefusalTexts() {}

  /**
   * Whether the line can be a server's own refusal, sent before it ran the command. MOVED and ASK have no fixed text: {@link
   * Redirection} checks their form.
   *
   * @param bytes the reply, from its {@code -} up to, but without, its line end
   */
  public static boolean contains(Redirection.Kind kind, byte[] bytes, int from, int to) {
    switch (kind) {
      case MOVED:
      case ASK:
        return true;
      case LOADING:
        String line = text(bytes, from, to);
        int name = LOADING.length();
        int end = line.indexOf(' ', name);
        return end > name && line.substring(end).equals(IS_LOADING);
      default:
        return TEXTS.contains(text(bytes, from, to));
    }
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
