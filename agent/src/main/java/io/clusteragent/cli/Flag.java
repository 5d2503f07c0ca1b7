package io.clusteragent.cli;

import java.util.Arrays;

/** One option of the command line. Immutable. */
public final class Flag {
  static final Flag JSON = new Flag("--json", null, "write JSON in place of tables");
  static final Flag USER =
      new Flag("--user", "NAME", "the ACL user; default: the server's default user");
  static final Flag ASK_PASSWORD = new Flag("--askpass", null, "ask for the password");
  static final Flag TIMEOUT = new Flag(
      "--timeout",
      "MILLIS",
      "how long the call may take; default 10000, and 2000 for each connection and reply");
  static final Flag TLS =
      new Flag("--tls", null, "use TLS, and trust the certificates that this JVM trusts");
  static final Flag CA_FILE =
      new Flag("--cacert", "FILE", "use TLS, and trust only these certificates (PEM)");
  static final Flag KEY_STORE = new Flag(
      "--keystore",
      "FILE",
      "use TLS, with the client certificate of this key store (PKCS #12 or JKS)");
  static final Flag INSECURE =
      new Flag("--insecure", null, "use TLS, and check neither certificates nor host names");

  static final Flag HASH_TAGS =
      new Flag("--hash-tags", "RULES", "the keys get hash tags as by the agent's option hashTags");
  static final Flag HASH_TAG_ALL = new Flag(
      "--hash-tag-all", "WORD", "the keys get hash tags as by the agent's option hashTagAll");

  /** The options of every tool that connects to a cluster. */
  static final Flag[] CONNECTING = {
    JSON, USER, ASK_PASSWORD, TIMEOUT, TLS, CA_FILE, KEY_STORE, INSECURE
  };

  /** The options of every tool that connects to a cluster, and those of keys. */
  static final Flag[] LOCATING = locating();

  private static Flag[] locating() {
    Flag[] all = Arrays.copyOf(CONNECTING, CONNECTING.length + 2);
    all[CONNECTING.length] = HASH_TAGS;
    all[CONNECTING.length + 1] = HASH_TAG_ALL;
    return all;
  }

  private final String name;
  private final String value;
  private final String meaning;

  public Flag(String name, String value, String meaning) {
    this.name = name;
    this.value = value;
    this.meaning = meaning;
  }

  String name() {
    return name;
  }

  boolean takesValue() {
    return value != null;
  }

  /** The option as the help shows it: its name and, when it takes a value, a placeholder. */
  String form() {
    return value == null ? name : name + " " + value;
  }

  String meaning() {
    return meaning;
  }
}
