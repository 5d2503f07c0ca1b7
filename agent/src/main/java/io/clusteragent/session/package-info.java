/**
 * One application connection as seen by the application: a virtual socket that speaks for the whole cluster.
 *
 * <p>A command passes the rooms in this order: {@link io.clusteragent.session.VirtualSocket} (bytes out) {@code ->}
 * {@code RequestFlow} (reads commands, decides) {@code ->} {@code Leases} (node connection) {@code ->} the node {@code
 * ->} {@code ReplyFlow} (replies in the application's order) {@code ->} {@code Recovery} (only when a reply redirects or
 * a connection fails) {@code ->} {@code VirtualSocket} (bytes in). All of it runs in the application's own thread.
 *
 * <p>A connection that cannot be made to the application's address comes in by {@code StandIns}: to another node of its
 * cluster, or not at all.
 *
 * <p>Floor 3: uses {@code cluster}, {@code command}, {@code protocol}, {@code config}, {@code metrics}, {@code
 * flight}. Knows no Jedis type.
 */
package io.clusteragent.session;
