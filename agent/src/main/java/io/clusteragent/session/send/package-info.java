/**
 * Writes commands to node connections.
 *
 * <p>In: a command as bytes on the wire, and its slot or its node. Out: a pending command.
 *
 * <p>Uses {@code state}, {@code merge}, {@code endpoint}, {@code bytes}.
 */
package io.clusteragent.session.send;
