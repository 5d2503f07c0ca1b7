package oracle;

import io.clusteragent.command.Command;
import io.clusteragent.command.CommandTable;
import io.clusteragent.command.KeyPositions;
import io.clusteragent.protocol.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;

/** Prints the names in the packaged agent's table, and the keys that the table finds in the requests of a file. */
public final class TableProgram {
  private TableProgram() {}

  public static void main(String[] arguments) throws IOException {
    for (Command command : CommandTable.builtIn().commands()) {
      System.out.println("command " + command.name());
    }
    for (String line : Files.readAllLines(Paths.get(arguments[0]))) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        System.out.println("keys " + keys(Arrays.asList(line.split(" "))) + " of " + line);
      }
    }
  }

  private static String keys(List<String> words) {
    Request request = new Request();
    request.begin(words.size());
    request.bytes(Wire.bytes(String.join("\r\n", words)));
    int offset = 0;
    for (String word : words) {
      request.add(offset, word.equals("\"\"") ? 0 : word.length());
      offset += word.length() + 2;
    }
    Command command = CommandTable.builtIn().find(request);
    KeyPositions positions = new KeyPositions();
    command.keys(request, positions);
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < positions.size(); i++) {
      keys.append(i == 0 ? "" : ",").append(words.get(positions.get(i)));
    }
    return keys.toString();
  }
}
