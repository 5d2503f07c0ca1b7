package io.clusteragent.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A proxy that refuses some commands, as some products do. */
public final class RefusingProxy extends CommandProxy {
  private static final byte[] UNKNOWN = wire(List.of("UNKNOWN"));

  private final byte[] refusal;
  private final List<String> lacking;

  /**
   * Refuses all CLUSTER commands with these words.
   *
   * @param refusal the error, without the leading {@code -}
   */
  RefusingProxy(int target, String refusal) throws IOException {
    this(target, ("-" + refusal + "\r\n").getBytes(StandardCharsets.ISO_8859_1), List.of());
  }

  /**
   * Lets a server not know some commands.
   *
   * @param lacking the commands, with their subcommands if need be: {@code CLUSTER MYID}
   */
  public static RefusingProxy lacking(int target, String... lacking) throws IOException {
    return new RefusingProxy(target, null, List.of(lacking));
  }

  private RefusingProxy(int target, byte[] refusal, List<String> lacking) throws IOException {
    super(target);
    this.refusal = refusal;
    this.lacking = lacking;
    start();
  }

  @Override
  Conversation begin() {
    return this::handle;
  }

  private boolean handle(List<String> words, OutputStream client, OutputStream server)
      throws IOException {
    String name = String.join(" ", words.subList(0, Math.min(2, words.size()))) + " ";
    String command = name.toUpperCase(Locale.ROOT);
    if (refusal != null && command.startsWith("CLUSTER ")) {
      client.write(refusal); // it is never sent in a pipeline
    } else if (lacking.stream().anyMatch(each -> command.startsWith(each + " "))) {
      server.write(UNKNOWN); // the server's own error keeps its place in a pipeline
    } else {
      return false;
    }
    return true;
  }
}
