/**
 * Connects to nodes, and shares the connections between sessions.
 *
 * <p>In: a node and a profile (how to dial, what to send first). Out: a connection that one session holds.
 *
 * <p>Uses {@code node}, {@code address}.
 */
package io.clusteragent.cluster.connection;
