/**
 * Redirects, repeats or gives up commands that failed because of the cluster.
 *
 * <p>In: an error reply that is a redirection or a temporary state, or a connection that broke. Out: the command, sent again;
 * or the error that the application sees.
 *
 * <p>Uses {@code send}, {@code state}, {@code merge}, {@code endpoint}, {@code bytes}.
 */
package io.clusteragent.session.recovery;
