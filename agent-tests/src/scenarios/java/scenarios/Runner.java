package scenarios;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.TimeUnit;

/**
 * Runs the scenarios whose class names are its arguments, and prints the transcript of each between {@code == name} and {@code
 * == end}.
 */
public final class Runner {
  private static final long LONGEST_SCENARIO_MILLIS =
      TimeUnit.SECONDS.toMillis(Integer.getInteger("scenario.seconds", 60));

  private Runner() {}

  public static void main(String[] scenarios) throws Exception {
    Target target = (Target)
        Class.forName(System.getProperty("target.kind", "scenarios.Target")).newInstance();
    for (String scenario : scenarios) {
      System.out.println("== " + scenario);
      System.out.print(transcriptOf(scenario, target));
      System.out.println("== end");
    }
    System.out.flush();
    System.exit(0); // a hanging scenario leaves its thread running
  }

  /** Runs one scenario, and returns its transcript. */
  public static String transcriptOf(String scenario, Target target) throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true);
    Thread thread = new Thread(() -> run(scenario, target, out), scenario);
    thread.setDaemon(true);
    thread.start();
    thread.join(LONGEST_SCENARIO_MILLIS);
    if (thread.isAlive()) {
      out.println("did not end");
      for (StackTraceElement frame : thread.getStackTrace()) {
        System.err.println("hangs at " + frame);
      }
    }
    return bytes.toString();
  }

  private static void run(String scenario, Target target, PrintStream out) {
    try {
      Class.forName(scenario)
          .getDeclaredMethod("run", Target.class, Transcript.class)
          .invoke(null, target, new Transcript(out));
    } catch (InvocationTargetException e) {
      out.println("threw " + Transcript.show(e.getCause()));
      e.getCause().printStackTrace();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
