// since 3.10
package faults;

/** A piece of work, done again and again by one thread. */
interface Step {
  /** Books its outcome itself; false if it failed. */
  boolean run(Tally tally);
}
