package io.clusteragent.attach;

import io.clusteragent.config.Configuration;
import java.io.File;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.Properties;

/** {@code attach PID [options]} and {@code detach PID}. */
public final class AttachCommand {
  /** The system property by which the agent in the other JVM says what came of it. */
  public static final String OUTCOME = "io.clusteragent.attached";

  /** How an outcome begins that is none. */
  public static final String FAILED = "not ";

  /** What the shell sees when the other JVM could not be reached, or the agent in it refused. */
  private static final int FAILURE = 1;

  private static final int WRONG_USE = 2;
  private static final String USAGE =
      "usage: java -jar cluster-agent.jar attach PID [key=value,...]" + System.lineSeparator()
          + "       java -jar cluster-agent.jar detach PID";

  private AttachCommand() {}

  /** Whether this is one of the two. */
  public static boolean isOne(String command) {
    return command.equals("attach") || command.equals("detach");
  }

  /**
   * Runs one of the two.
   *
   * @param arguments what follows the command on the command line
   * @return what the process shall exit with
   */
  public static int run(String command, String... arguments) {
    boolean attaches = command.equals("attach");
    if (arguments.length < 1
        || arguments.length > (attaches ? 2 : 1)
        || !arguments[0].matches("\\d+")) {
      System.err.println(USAGE);
      return WRONG_USE;
    }
    String pid = arguments[0];
    try {
      String outcome = attaches
          ? load(pid, "enabled=true" + (arguments.length > 1 ? "," + arguments[1] : ""))
          : load(pid, "enabled=false");
      boolean failed = outcome.startsWith(FAILED);
      (failed ? System.err : System.out).println("process " + pid + ": " + outcome);
      return failed ? FAILURE : 0;
    } catch (AttachException e) {
      System.err.println("process " + pid + ": " + e.getMessage());
      return FAILURE;
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return WRONG_USE;
    }
  }

  private static String load(String pid, String options) throws AttachException {
    Configuration.of(options, new Properties(), Collections.<String, String>emptyMap());
    OtherJvm jvm = OtherJvm.attach(pid);
    try {
      jvm.loadAgent(ownJar(), options);
      String outcome = jvm.systemProperty(OUTCOME);
      return outcome == null ? FAILED + "attached: its agent says nothing" : outcome;
    } finally {
      jvm.close();
    }
  }

  private static String ownJar() throws AttachException {
    try {
      return new File(AttachCommand.class
              .getProtectionDomain()
              .getCodeSource()
              .getLocation()
              .toURI())
          .getAbsolutePath();
    } catch (URISyntaxException e) {
      throw new AttachException("the agent's own jar cannot be named: " + e.getMessage());
    }
  }
}
