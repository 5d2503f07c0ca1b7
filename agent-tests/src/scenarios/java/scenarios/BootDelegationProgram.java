package scenarios;

/** Loads, inside a bundle, a class that an OSGi framework's setting delegates to the boot class path. */
final class BootDelegationProgram {
  private static final String CLASS = "sun.security.util.Debug";

  private BootDelegationProgram() {}

  static void run(Target target, Transcript out) {
    try {
      Class.forName(CLASS);
      out.line(CLASS, "seen");
    } catch (ClassNotFoundException e) {
      out.line(CLASS, "not seen");
    }
  }
}
