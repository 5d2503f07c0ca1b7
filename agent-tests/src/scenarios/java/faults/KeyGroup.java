// since 3.10
package faults;

/** Where the keys of one thread with one hash tag are. */
final class Place {
  final int shard;
  private final String tag;
  private final int thread;

  Place(int shard, String tag, int thread) {
    this.shard = shard;
    this.tag = tag;
    this.thread = thread;
  }

  String key(String round, String name) {
    return "{" + tag + "}:" + round + ':' + thread + ':' + name;
  }
}
