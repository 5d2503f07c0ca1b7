package oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scans from {@code scan.cursor} on with at most {@code scan.calls} calls, and prints each key, the number of calls and the last
 * cursor. {@code scan.acts} names what the harness does before which call: {@code 20:move,30:stop}. With {@code scan.warm} the
 * agent learns the cluster before the scan.
 */
public final class WalkProgram {
  private static final int LONGEST = 100_000;

  private WalkProgram() {}

  public static void main(String[] options) throws IOException {
    String cursor = System.getProperty("scan.cursor", "0");
    int most = Integer.getInteger("scan.calls", LONGEST);
    int calls = 0;
    try (Wire wire =
        Wire.open(System.getProperty("target.host"), Integer.getInteger("target.port"))) {
      if (Boolean.getBoolean("scan.warm")) {
        wire.call(Arrays.asList("SCAN", "0"));
      }
      do {
        if (calls == LONGEST) {
          throw new IllegalStateException("the walk does not end");
        }
        act(calls++);
        List<String> command = new ArrayList<>(Arrays.asList("SCAN", cursor));
        command.addAll(Arrays.asList(options));
        Object reply = wire.call(command);
        if (!(reply instanceof List)) {
          throw new IllegalStateException("SCAN answered " + reply);
        }
        cursor = text(((List<?>) reply).get(0));
        for (Object key : (List<?>) ((List<?>) reply).get(1)) {
          System.out.println("key " + text(key));
        }
      } while (!cursor.equals("0") && calls < most);
    }
    System.out.println("calls " + calls);
    System.out.println("cursor " + cursor);
  }

  private static void act(int call) throws IOException {
    for (String act : System.getProperty("scan.acts", "").split(",")) {
      if (act.startsWith(call + ":")) {
        int control = Integer.getInteger("target.control");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control)) {
          String name = act.substring(act.indexOf(':') + 1) + "\n";
          socket.getOutputStream().write(name.getBytes(StandardCharsets.UTF_8));
          String answer = new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
          if (!"done".equals(answer)) {
            throw new IOException("the harness could not '" + act + "': " + answer);
          }
        }
      }
    }
  }

  private static String text(Object bulk) {
    return new String((byte[]) bulk, StandardCharsets.ISO_8859_1);
  }
}
