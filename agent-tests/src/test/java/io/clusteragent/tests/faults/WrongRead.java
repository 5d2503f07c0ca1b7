package io.clusteragent.tests.faults;

/**
 * A read in which a thread found an older write in its own register than it must.
 *
 * @param seen the number of the write that was found; 0 for none
 * @param issued the number of writes that the thread had issued
 */
record WrongRead(String key, int seen, int issued) {
  /** Parses {@code wrong KEY SEEN ISSUED}. */
  static WrongRead parse(String line) {
    String[] words = line.split(" ");
    return new WrongRead(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
  }
}
