/**
 * Reads nodes' replies about their cluster, and builds slot maps from them.
 *
 * <p>In: replies to CLUSTER SLOTS and CLUSTER NODES, MOVED and ASK. Out: immutable topologies, slot maps, redirections.
 *
 * <p>Uses {@code connection}, {@code node}, {@code address}.
 */
package io.clusteragent.cluster.topology;
