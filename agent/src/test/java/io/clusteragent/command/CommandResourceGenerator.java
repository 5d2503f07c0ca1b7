package io.clusteragent.command;

import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes {@code commands.txt} from the COMMAND replies of running servers, and from tables of documented facts about commands that
 * no server at hand knows. Arguments: the file to write, then for each source {@code host:port}, or {@code NAME=FILE} for a table.
 * Where two sources differ about a command, the generator keeps what the first one reports, and prints the difference.
 */
public final class CommandResourceGenerator {

  private CommandResourceGenerator() {}

  public static void main(String[] arguments) throws IOException {
    List<String> sources = new ArrayList<>();
    Map<String, String> lines = new TreeMap<>();
    for (String source : Arrays.asList(arguments).subList(1, arguments.length)) {
      for (String line : lines(source, sources)) {
        String known = lines.putIfAbsent(CommandDefinition.nameOf(line), line);
        if (known != null && !known.equals(line)) {
          System.out.println("kept:    " + known + "\nignored: " + line);
        }
      }
    }
    List<String> text = new ArrayList<>();
    text.add("# What servers publish about their commands: flags, policies, key specifications.");
    text.add("# Written by CommandResourceGenerator from COMMAND of " + String.join(", ", sources)
        + ".");
    text.add(
        "# Not to be edited: corrections go into exceptions.txt. The notation: see CommandDefinition, KeySpec.");
    text.addAll(lines.values());
    Path file = Paths.get(arguments[0]);
    Files.write(file, text, StandardCharsets.US_ASCII);
    System.out.println(lines.size() + " commands and sub-commands written to " + file);
  }

  private static List<String> lines(String source, List<String> sources) throws IOException {
    int equals = source.indexOf('=');
    if (equals >= 0) {
      sources.add(source.substring(0, equals));
      return CommandFacts.lines(Paths.get(source.substring(equals + 1)));
    }
    List<?> replies = ask(source, Resp.command("INFO", "server"), Resp.command("COMMAND"));
    sources.add(version(ReplyParser.text(replies.get(0))));
    return CommandReply.lines((List<?>) replies.get(1));
  }

  private static String version(String info) {
    String name = field(info, "server_name");
    return name.equals("valkey")
        ? "Valkey " + field(info, "valkey_version")
        : "Redis " + field(info, "redis_version");
  }

  private static String field(String info, String name) {
    for (String line : info.split("\r\n")) {
      if (line.startsWith(name + ":")) {
        return line.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static List<Object> ask(String address, byte[]... commands) throws IOException {
    int colon = address.lastIndexOf(':');
    try (Socket socket =
        new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
      ReplyParser parser = new ReplyParser(new BufferedInputStream(socket.getInputStream()));
      List<Object> replies = new ArrayList<>();
      for (byte[] command : commands) {
        socket.getOutputStream().write(command);
        replies.add(parser.parse());
      }
      return replies;
    }
  }
}
