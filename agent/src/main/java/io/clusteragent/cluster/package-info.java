/**
 * Knows clusters: their hash slots, their nodes and the connections to them.
 *
 * <p>The rooms, from the bottom. A room uses only rooms below it:
 *
 * <pre>
 * address      where a node is
 * node         who it is and how it does
 * connection   how it is reached
 * topology     what nodes say of their cluster, and the slot map made of it
 * view         a cluster as it stands now, kept up to date in the background
 * </pre>
 *
 * <p>Floor 2: uses {@code protocol}, {@code metrics}, {@code flight}.
 */
package io.clusteragent.cluster;
