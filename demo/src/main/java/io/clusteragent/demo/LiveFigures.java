package io.clusteragent.demo;

import java.io.PrintStream;

/** Prints the running load, one line a second, and keeps the figures for the closing summary. */
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

  /** Sets the description of what happens to the cluster now. */
  void step(String description) {
    step = description;
  }

  /** Processes a line that the service printed. */
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

  /** The closing line of the service; null if the service has not printed it. */
  Figures summary() {
    return summary;
  }

  /** The number of operations in the last full second. */
  long lastSecond() {
    return lastSecond;
  }

  /** The longest round trip; final after the service has ended. */
  long worstMillis() {
    return worstMicros / 1_000;
  }
}
