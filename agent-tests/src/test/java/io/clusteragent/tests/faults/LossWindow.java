package io.clusteragent.tests.faults;

/**
 * A time in which a shard's servers themselves could lose acknowledged writes, because a master was replaced that had
 * not yet replicated them.
 *
 * @param from first acknowledgement that counts, in milliseconds since the epoch
 * @param until last one
 * @param oneMaster whether all acknowledgements of this time came from the master that was lost. What it had not
 *     replicated is the end of what it did: a write is not lost that way if a later one to the same key is still there
 */
record LossWindow(int shard, long from, long until, boolean oneMaster) {
  boolean covers(int ofShard, long time) {
    return ofShard == shard && time >= from && time <= until;
  }
}
