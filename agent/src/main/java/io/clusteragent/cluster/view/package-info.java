/**
 * Keeps each cluster's slot map up to date, in the background.
 *
 * <p>In: redirections and failures that sessions meet. Out: {@link Cluster}, which all sessions of the JVM share.
 *
 * <p>Uses all other packages of {@code cluster}.
 */
package io.clusteragent.cluster.view;
