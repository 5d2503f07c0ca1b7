/**
 * Models Redis Clusters: their hash slots, their nodes and the connections to them.
 *
 * <p>The packages, from the bottom. Each one uses only packages above it in this list:
 *
 * <pre>
 * address      host and port of a node
 * node         id and health of a node
 * connection   dialling a node, and sharing the connections to it
 * topology     reading replies about a cluster, and the slot map made of them
 * view         a cluster's current state, refreshed in the background
 * </pre>
 *
 * <p>Floor 2: uses {@code protocol}, {@code metrics}, {@code flight}.
 */
package io.clusteragent.cluster;
