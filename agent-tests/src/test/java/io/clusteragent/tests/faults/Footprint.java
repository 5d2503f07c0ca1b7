package io.clusteragent.tests.faults;

/** What a JVM under load needs when it rests: threads, and bytes of heap after garbage collection. */
record Footprint(int threads, long heap) {
  /** From {@code footprint THREADS HEAP}. */
  static Footprint parse(String line) {
    String[] words = line.split(" ");
    return new Footprint(Integer.parseInt(words[1]), Long.parseLong(words[2]));
  }
}
