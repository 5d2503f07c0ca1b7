/**
 * Load on clusters with faults, and a check of the outcome of every write.
 *
 * <p><b>The load</b> ({@code src/scenarios/java/faults}, compiled against each Jedis version) runs in a JVM of its own:
 * eight threads, two on the keys of each of three shards and two on all keys, socket timeout 2 s, a pause of 0.5 ms after
 * each step and of 10 ms after an error. Single commands are INCR, RPUSH of 1, 2, 3 ... , SET and GET, MSET and MGET of
 * two keys of one slot. Mixed load adds transactions, scripts (EVALSHA), pipelines over ten keys, and for each shard a
 * producer with two blocking consumers (BRPOPLPUSH, BRPOP). The client is plain Jedis under the packaged agent, or
 * JedisCluster of the same version without it, which has no transactions and no plain pipelines.
 *
 * <p><b>A run</b> ({@link io.clusteragent.tests.faults.FaultRun}) has its own cluster of three masters with a replica
 * each, node timeout 2 s, {@code cluster-require-full-coverage no} unless the fault says otherwise: 2 s of load, the
 * fault until the cluster is complete again, 3 s without a fault, and the check. The {@link
 * io.clusteragent.tests.faults.Faults} are objects that act on the cluster.
 *
 * <p><b>The check</b> ({@link io.clusteragent.tests.faults.Oracle}): every key belongs to one thread, which numbers its
 * writes and knows whether each was acknowledged or refused, or has an unknown outcome. The harness reads the masters
 * directly, without a client under test.
 *
 * <ul>
 *   <li>Duplicated: a value is in a list twice, whatever its outcome was; a counter is higher than the number of
 *       acknowledged and unknown increments together.
 *   <li>Lost: an acknowledged value is missing, a counter is too low, a register holds an older value than its thread has
 *       set, or its thread has read such a value during the run.
 *   <li>Lost by failover: the same, but the shard's master was replaced before it could replicate the write. Replication
 *       is asynchronous, so no client can prevent that. It is assumed only for writes that the old master acknowledged
 *       less than a second before the fault, or between its replacement and the moment at which it noticed it. Because
 *       replication keeps the order, it is also assumed only if no later write to the same key that the old master
 *       acknowledged is present ({@link io.clusteragent.tests.faults.LossWindow}).
 *   <li>Reordered: acknowledged values of a list are in another order than their thread wrote them. A value of unknown
 *       outcome may come late.
 *   <li>Also never allowed: a refused value that is present, and an MGET that returns one half of an MSET.
 * </ul>
 *
 * <p>{@code WrongClientsIT} and {@code OracleTest} show that the oracle finds these errors.
 *
 * <p><b>Errors</b> count as unknown when the connection broke or timed out after sending. <b>Stalls</b> are the longest
 * time between two successes of a thread whose keys are all on healthy shards, or all on affected ones; "after election"
 * is the part of it after the moment at which the replica itself reported that it was the master (polled every 2 ms).
 * "Refused" is how long the other shards' servers replied CLUSTERDOWN. "Silent" is the longest time in which a thread of
 * the same JVM, which sends PING without a client, got no reply from the healthy shards' servers: the part of the stall
 * that comes from the machine and the servers.
 *
 * <p>Three ways to run it:
 *
 * <ul>
 *   <li>{@code FaultsIT}, in every build: the most important faults, the agent only; no stall is asserted.
 *   <li>{@code mvn -B -ntp -Pfaults -DskipTests verify}: {@link io.clusteragent.tests.faults.AllFaults}, the whole table;
 *       ends with an error when the agent duplicates, loses or reorders writes, or throws exceptions that the fault does not
 *       permit. It also ends with an error when the agent stalls healthy shards for 100 ms longer than they refused and were
 *       silent, or the lost shard for more than 500 ms after the election.
 *   <li>{@code mvn -B -ntp -Psoak -DskipTests verify}: {@link io.clusteragent.tests.faults.Soak}, one JVM and one cluster
 *       for an hour, a fault every 20 s.
 * </ul>
 */
package io.clusteragent.tests.faults;
