/**
 * The side-by-side benchmark: the same work by plain Jedis, JedisCluster and the agent on the same
 * servers, in short slices that follow each other, so that a ratio compares slices of the same moment.
 *
 * <p>{@code mvn -B -ntp -Pbench -DskipTests verify} runs it, and no other build does. {@link
 * io.clusteragent.tests.bench.Options} tells what can be set.
 */
package io.clusteragent.tests.bench;
