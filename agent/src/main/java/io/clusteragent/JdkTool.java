package io.clusteragent;

/**
 * Recognizes the JDK's own programs ({@code javac}, {@code keytool}, {@code jcmd}, ...).
 *
 * <p>They get the agent only by accident: through an environment variable such as {@code JAVA_TOOL_OPTIONS}.
 */
final class JdkTool {

  private JdkTool() {}

  /** Whether this JVM runs a program of the JDK. */
  static boolean isRunning() {
    return isJdkTool(System.getProperty("sun.java.command"), System.getProperty("jdk.module.main"));
  }

  /**
   * Whether a command runs a program of the JDK.
   *
   * @param command the main class and the arguments; if the main class has a module, the module and a slash come first; {@code
   *     null} when no launcher started this JVM
   * @param mainModule the main class's module; {@code null} on the class path and before JDK 9
   */
  static boolean isJdkTool(String command, String mainModule) {
    if (command == null) {
      return false;
    }
    int end = command.indexOf(' ');
    String main = end < 0 ? command : command.substring(0, end);
    if (mainModule == null) {
      return main.startsWith("sun.") || main.startsWith("com.sun.tools.");
    }
    boolean isSourceLauncher =
        main.contains("/com.sun.tools.javac.launcher."); // "java Program.java", JEP 330
    return !isSourceLauncher && (mainModule.startsWith("jdk.") || mainModule.startsWith("java."));
  }
}
