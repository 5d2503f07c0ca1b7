package io.clusteragent.cluster.view;

import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the commands of this JVM that hold for a whole server until it ends. Thread-safe.
 *
 * <p>Of secrets, ACL rules (which may hold some) and modules it keeps the names only.
 */
final class KeptSettings {
  private static final int MAX_SETTINGS = 64;
  private static final int MAX_LENGTH = 1024;

  /** A CONFIG SET of one parameter, and the credentials that may send it. Immutable. */
  static final class Setting {
    /** The command without its value. */
    final String name;

    final byte[] command;

    /** The dialer is left out: it may belong to an application that ended. */
    final Handshake handshake;

    Setting(String name, byte[] command, Handshake handshake) {
      this.name = name;
      this.command = command;
      this.handshake = handshake;
    }
  }

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Set<String> lost = new TreeSet<>();

  /** The credentials that sent the latest command. */
  private Handshake handshake;

  /**
   * Whether a command is one to keep. What is left out is over soon (CLIENT PAUSE), is brought when it is needed (SCRIPT
   * LOAD), or empties something (SLOWLOG RESET).
   *
   * @param command the command's name in the table's notation
   */
  static boolean concerns(String command) {
    return isConfigSet(command)
        || command.equals("ACL|SETUSER")
        || command.equals("ACL|DELUSER")
        || command.startsWith("MODULE|");
  }

  /** The name of a command for the log: with the parameters of CONFIG SET, never with a value. */
  static String name(String command, Request request) {
    StringBuilder name = new StringBuilder(command.replace('|', ' '));
    for (int i = 2; isConfigSet(command) && i < request.count(); i += 2) {
      name.append(i == 2 ? " " : ", ").append(parameter(request, i));
    }
    return name.toString();
  }

  private static boolean isConfigSet(String command) {
    return command.equals("CONFIG|SET");
  }

  private static String parameter(Request request, int argument) {
    return new String(request.copy(argument), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  /** Keeps a command, in place of an earlier one for the same parameters. */
  synchronized void add(String command, Request request, Handshake credentials) {
    handshake = credentials;
    if (!isConfigSet(command)) {
      lose(command.replace('|', ' '));
      return;
    }
    for (int i = 2; i + 1 < request.count(); i += 2) {
      String name = "CONFIG SET " + parameter(request, i);
      if (isSecret(name)
          || request.length(i) + request.length(i + 1) > MAX_LENGTH
          || settings.size() >= MAX_SETTINGS && !settings.containsKey(name)) {
        settings.remove(name);
        lose(name);
      } else {
        byte[] bytes = Resp.command(
            Resp.ascii("CONFIG"), Resp.ascii("SET"), request.copy(i), request.copy(i + 1));
        settings.put(name, new Setting(name, bytes, credentials));
        lost.remove(name);
      }
    }
  }

  /** Whether it is requirepass, masterauth, tls-key-file-pass or the like. */
  private static boolean isSecret(String name) {
    return name.contains("pass") || name.contains("auth");
  }

  private void lose(String name) {
    if (lost.size() < MAX_SETTINGS) {
      lost.add(name);
    }
  }

  synchronized Handshake handshake() {
    return handshake;
  }

  synchronized List<Setting> settings() {
    return new ArrayList<>(settings.values());
  }

  /** The names of all commands. */
  synchronized String names() {
    Set<String> names = new TreeSet<>(settings.keySet());
    names.addAll(lost);
    return String.join(", ", names);
  }

  /** The names of the commands that are not kept; empty when there are none. */
  synchronized String lost() {
    return String.join(", ", lost);
  }
}
