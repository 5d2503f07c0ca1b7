package io.clusteragent.tests.faults;

/**
 * A time in which a shard's servers themselves could lose acknowledged writes, because a master was replaced before it had
 * replicated them.
 *
 * @param from the first acknowledgement that counts, in milliseconds since the epoch
 * @param until the last acknowledgement that counts
 * @param oneMaster whether all acknowledgements of this time came from the master that was lost. Only its last writes were not
 *     replicated: a write is not lost that way if a later write to the same key is still there
 */
record LossWindow(int shard, long from, long until, boolean oneMaster) {
  boolean covers(int ofShard, long time) {
    return ofShard == shard && time >= from && time <= until;
  }
}
