/**
 * The side-by-side benchmark. Plain Jedis, JedisCluster and the agent do the same work on the same servers, in short
 * consecutive slices, so that a ratio compares slices of the same moment.
 *
 * <p>{@code mvn -B -ntp -Pbench -DskipTests verify} runs it, and no other build does. {@link
 * io.clusteragent.tests.bench.Options} lists the options.
 */
package io.clusteragent.tests.bench;
