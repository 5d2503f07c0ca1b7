// since 3.10
package faults;

/** Names the keys of one thread under one hash tag. */
final class KeyGroup {
  final int shard;
  private final String tag;
  private final int thread;

  KeyGroup(int shard, String tag, int thread) {
    this.shard = shard;
    this.tag = tag;
    this.thread = thread;
  }

  String key(String round, String name) {
    return "{" + tag + "}:" + round + ':' + thread + ':' + name;
  }
}
