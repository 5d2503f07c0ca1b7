/**
 * Writes commands to node connections.
 *
 * <p>In: a command as it stands on the wire, and the slot or the node that it goes to. Out: a pending command.
 *
 * <p>Uses {@code state}, {@code merge}, {@code endpoint}, {@code bytes}.
 */
package io.clusteragent.session.send;
