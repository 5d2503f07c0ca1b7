package oracle;

/** Sends the commands that are its arguments, and prints each reply on a line. */
public final class ReplyProgram {
  private ReplyProgram() {}

  public static void main(String[] commands) {
    try (Wire wire =
        Wire.open(System.getProperty("target.host"), Integer.getInteger("target.port"))) {
      for (String command : commands) {
        for (Step step : Step.of(command)) {
          System.out.println(step.equality.of(wire.call(step.words)));
        }
      }
    }
  }
}
