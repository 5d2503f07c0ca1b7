package oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collections;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Sends the invocations of a file, each line to empty servers, and prints every reply. */
public final class CommandProgram {
  private CommandProgram() {}

  /**
   * @param arguments the file, and {@code 3} for RESP3
   */
  public static void main(String[] arguments) throws IOException {
    boolean resp3 = arguments.length > 1 && arguments[1].equals("3");
    for (String line : Files.readAllLines(Paths.get(arguments[0]))) {
      if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("!")) {
        System.out.println("== " + line);
        run(line, resp3);
      }
    }
  }

  private static void run(String line, boolean resp3) {
    try (Wire first = open(resp3);
        Wire second = open(resp3)) {
      first.call(Collections.singletonList("FLUSHALL"));
      for (Step step : Step.of(line)) {
        Object reply = (step.secondConnection ? second : first).call(step.words);
        System.out.println(step.words.get(0) + " -> " + step.equality.of(reply));
      }
    } catch (JedisConnectionException e) {
      System.out.println("threw " + e.getMessage());
    }
  }

  private static Wire open(boolean resp3) {
    Wire wire = Wire.open(System.getProperty("target.host"), Integer.getInteger("target.port"));
    if (resp3) {
      wire.call(Arrays.asList("HELLO", "3"));
    }
    return wire;
  }
}
