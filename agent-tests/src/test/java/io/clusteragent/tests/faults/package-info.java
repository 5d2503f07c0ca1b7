/**
 * Load on clusters in trouble, and proof of what became of every write.
 *
 * <p><b>The load</b> ({@code src/scenarios/java/faults}, compiled against each Jedis version) runs in a JVM of its own:
 * eight threads, two on the keys of each of three shards and two on all keys, socket timeout 2 s, a pause of 0.5 ms after
 * each step and of 10 ms after an error. Single commands are INCR, RPUSH of 1, 2, 3 ... , SET and GET, MSET and MGET of
 * two keys of one slot. Mixed load is these and transactions, scripts (EVALSHA), pipelines over ten keys, and for each
 * shard a producer with two consumers that block (BRPOPLPUSH, BRPOP). The client is plain Jedis under the packaged agent,
 * or JedisCluster of the same version without it, which does what it has: no transactions, no plain pipelines.
 *
 * <p><b>A run</b> ({@link io.clusteragent.tests.faults.FaultRun}) has its own cluster of three masters with a replica
 * each, node timeout 2 s, {@code cluster-require-full-coverage no} unless the fault says otherwise: 2 s of load, the
 * fault until the cluster is whole again, 3 s of quiet, the judgement. The {@link io.clusteragent.tests.faults.Faults} are
 * objects that act on it.
 *
 * <p><b>The judgement</b> ({@link io.clusteragent.tests.faults.Oracle}): every key belongs to one thread, which numbers
 * its writes and knows of each whether it was acknowledged, refused or left open; the harness reads the masters, not
 * through any client under test.
 *
 * <ul>
 *   <li>Duplicated: a value stands in a list twice, whatever its outcome was; a counter is higher than acknowledged and
 *       unknown ones together.
 *   <li>Lost: an acknowledged value is not there, a counter is too low, a register holds an older value than its thread
 *       has set, or was read back so on the way.
 *   <li>Lost by failover: the same, but the shard's master was replaced before it can have replicated the write.
 *       Replication is asynchronous, no client can help that. It is believed only of writes acknowledged by the old master
 *       less than a second before the fault, or between its replacement and the moment it heard of it; and, as
 *       replication keeps the order, only if no later write to the same key that the old master acknowledged is there
 *       ({@link io.clusteragent.tests.faults.LossWindow}).
 *   <li>Reordered: acknowledged values of a list stand in another order than their thread wrote them. A value of unknown
 *       outcome may come late.
 *   <li>Never allowed either: a value there that was refused, and one half of an MSET seen by MGET.
 * </ul>
 *
 * <p>{@code WrongClientsIT} and {@code OracleTest} show that the oracle finds what it is for.
 *
 * <p><b>Errors</b> count as unknown when the connection broke or timed out after sending. <b>Stalls</b> are the longest
 * time between two successes of a thread whose keys are all on healthy shards, or all on struck ones; "after election" is
 * the part of it that follows the moment when the replica itself said that it was the master (asked every 2 ms). "Refused"
 * is how long the other shards' servers answered CLUSTERDOWN. "Silent" is the longest time in which the healthy shards'
 * servers were not heard of by a thread in the same JVM that sends them PING without any client: what the machine and the
 * servers have to do with the stall.
 *
 * <p>Three ways to run it:
 *
 * <ul>
 *   <li>{@code FaultsIT}, in every build: the faults that matter most, the agent only; no stall is asserted.
 *   <li>{@code mvn -B -ntp -Pfaults -DskipTests verify}: {@link io.clusteragent.tests.faults.AllFaults}, the whole table;
 *       ends with an error when the agent duplicates, loses, reorders, shows what it must not, stalls healthy shards for
 *       100 ms longer than refused and silent, or the lost one for more than 500 ms after the election.
 *   <li>{@code mvn -B -ntp -Psoak -DskipTests verify}: {@link io.clusteragent.tests.faults.Soak}, one JVM and one cluster
 *       for an hour, a fault every 20 s.
 * </ul>
 */
package io.clusteragent.tests.faults;
