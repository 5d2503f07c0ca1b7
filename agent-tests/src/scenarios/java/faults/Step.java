// since 3.10
package faults;

/** A step that one thread repeats. */
interface Step {
  /** Runs the step, and records its outcome in the statistics; false if it failed. */
  boolean run(ThreadStatistics statistics);
}
