package io.clusteragent.tests.faults;

/**
 * A thread read back a register of its own and found an older write than it must.
 *
 * @param seen number of the write that was found; 0 for none
 * @param issued how many the thread had issued
 */
record WrongRead(String key, int seen, int issued) {
  /** From {@code wrong KEY SEEN ISSUED}. */
  static WrongRead parse(String line) {
    String[] words = line.split(" ");
    return new WrongRead(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
  }
}
