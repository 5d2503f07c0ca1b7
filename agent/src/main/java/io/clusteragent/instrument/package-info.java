/**
 * Where Jedis meets the agent: the hooks in {@code redis.clients.jedis.Connection.connect()}, the façade it calls, and
 * all that is known of the differences between Jedis lines.
 *
 * <p>A new connection passes the rooms in this order: woven {@code connect()} {@code ->} {@link
 * io.clusteragent.instrument.Gateway} {@code ->} {@code NativeClusterConnections} (is it ours?) {@code ->} {@code JedisDialers}
 * (how would its siblings to other nodes be dialled?) {@code ->} the session floor. One that cannot connect passes {@code
 * NetworkTrouble} (could another node help?) first, and at last {@code ConnectionMembers}, which connects it.
 *
 * <p>{@code AgentComponents} holds what the façade needs, and is made at the first connection.
 *
 * <p>{@code SelfCheck} asks a woven class whether the hooks are in place; {@code StartupFailure} is raised when they are not, or cannot
 * be.
 *
 * <p>Floor 4: uses {@code session}, the {@code Dialer} and {@code NodeAddress} of {@code cluster}, {@code config}, {@code log}, and the
 * ASM inside Byte Buddy. Jedis is reached by reflection only; its lines are told by their members, never by a version.
 * Woven code names {@link io.clusteragent.instrument.Gateway} and nothing else.
 */
package io.clusteragent.instrument;
