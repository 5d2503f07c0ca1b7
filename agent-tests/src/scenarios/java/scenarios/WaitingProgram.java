package scenarios;

/** Writes one character when it runs, and waits until its input ends. */
public final class WaitingProgram {
  private WaitingProgram() {}

  public static void main(String[] arguments) throws Exception {
    System.out.write('.');
    System.out.flush();
    while (System.in.read() >= 0) {}
  }
}
