package io.clusteragent.demo;

import java.io.PrintStream;

/** Shows the load as it runs, a line a second, and keeps what the closing summary needs. */
final class LiveFigures {
  private final PrintStream out;
  private final Redirections redirections;
  private volatile String step = "";
  private volatile Figures summary;
  private volatile long lastSecond;
  private long seconds;
  private long operations;
  private long errors;
  private long unknown;
  private long worstMicros;

  LiveFigures(PrintStream out, Redirections redirections) {
    this.out = out;
    this.redirections = redirections;
  }

  void printHeading() {
    out.printf(
        "  %4s  %9s  %10s  %7s  %8s  %12s  %9s   %s%n",
        "s", "ops/s", "operations", "errors", "unknown", "redirections", "p99 ms", "step");
  }

  /** What is done to the cluster from now on. */
  void step(String description) {
    step = description;
  }

  /** Takes a line that the service printed. */
  void accept(String line) {
    Figures tick = Figures.of("tick", line);
    if (tick != null) {
      show(tick);
      return;
    }
    Figures closing = Figures.of("summary", line);
    if (closing != null) {
      summary = closing;
    } else {
      out.println("  service: " + line);
    }
  }

  private void show(Figures tick) {
    seconds++;
    lastSecond = tick.get("ops");
    operations += lastSecond;
    errors += tick.get("errors");
    unknown += tick.get("unknown");
    worstMicros = Math.max(worstMicros, tick.get("maxus"));
    out.printf(
        "  %4d  %9d  %10d  %7d  %8d  %12d  %9.1f   %s%n",
        seconds,
        lastSecond,
        operations,
        errors,
        unknown,
        redirections.total(),
        tick.get("p99us") / 1_000.0,
        step);
  }

  /** The closing line of the service; null if it has not come. */
  Figures summary() {
    return summary;
  }

  /** Operations in the last full second. */
  long lastSecond() {
    return lastSecond;
  }

  /** The longest round trip; read it after the service has ended. */
  long worstMillis() {
    return worstMicros / 1_000;
  }
}
