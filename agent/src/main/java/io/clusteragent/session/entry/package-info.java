/**
 * Makes virtual sockets for the application's connections.
 *
 * <p>In: a socket that Jedis has made, or its failure to make one. Out: a {@link VirtualSocket}, a socket to a fallback node,
 * or the original socket. A virtual socket connects the two directions, {@code request} and {@code reply}, over one session.
 *
 * <p>Uses all rooms of {@code session}; the only one that is used from outside.
 */
package io.clusteragent.session.entry;
