package io.clusteragent.audit;

/** Finds the place in the application's own code that sends a command. */
final class CallSite {
  private static final String[] LIBRARY_PREFIXES = {
    "redis.clients.",
    "io.clusteragent.",
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "org.apache.commons.pool",
    "org.springframework.",
    "org.aspectj.",
    "net.bytebuddy.",
    "kotlin.",
    "scala."
  };

  private CallSite() {}

  /** The first frame of the calling thread in the application's code, such as {@code shop.Cart.add(Cart.java:42)}. */
  static String ofCaller() {
    for (StackTraceElement frame : new Throwable().getStackTrace()) {
      if (isApplicationClass(frame.getClassName())) {
        return frame.toString();
      }
    }
    return "(not in the application's own code)";
  }

  private static boolean isApplicationClass(String className) {
    for (String other : LIBRARY_PREFIXES) {
      if (className.startsWith(other)) {
        return false;
      }
    }
    return true;
  }
}
