/**
 * Keeps what the agent knows of one node: its address, its id, whether it answers.
 *
 * <p>Thread-safe: all sessions of the JVM share the nodes. Uses {@code address}.
 */
package io.clusteragent.cluster.node;
