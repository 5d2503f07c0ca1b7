/**
 * The cluster as one JVM sees it: hash slots, the slot map, nodes, connections to them and their pools, and the refresh
 * of the topology.
 *
 * <p>Floor 2: uses {@code protocol}, {@code metrics}, {@code log} and {@code flight}, and knows no commands and no Jedis.
 * Sockets come from a {@link io.clusteragent.cluster.Dialer} that the floor above provides.
 *
 * <p>Source: the <a href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/">Redis cluster
 * specification</a>.
 */
package io.clusteragent.cluster;
