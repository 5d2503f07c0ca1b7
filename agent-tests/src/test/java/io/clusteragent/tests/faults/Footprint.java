package io.clusteragent.tests.faults;

/** Holds the threads of an idle JVM under load, and its heap bytes after garbage collection. */
record Footprint(int threads, long heap) {
  /** Parses {@code footprint THREADS HEAP}. */
  static Footprint parse(String line) {
    String[] words = line.split(" ");
    return new Footprint(Integer.parseInt(words[1]), Long.parseLong(words[2]));
  }
}
