/**
 * Keeps what is known of one node: its address, its id, whether it answers.
 *
 * <p>Thread-safe: shared by all sessions of the JVM. Uses {@code address}.
 */
package io.clusteragent.cluster.node;
