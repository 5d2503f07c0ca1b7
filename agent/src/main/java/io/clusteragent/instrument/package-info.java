/**
 * Weaves Jedis's {@code Connection.connect()}, and knows how Jedis lines differ.
 *
 * <p>A new connection passes these classes in this order: woven {@code connect()} {@code ->} {@link
 * io.clusteragent.instrument.Gateway} {@code ->} {@code NativeClusterConnections} (does it belong to a cluster client of Jedis?)
 * {@code ->} {@code JedisDialers} (how to dial other nodes in the same way?) {@code ->} the session floor. A connection that
 * cannot connect passes {@code NetworkFailure} first (can another node serve it?), and {@code ConnectionMembers} last, which
 * connects it to that node.
 *
 * <p>{@code AgentComponents} holds what {@code Gateway} needs, and is created at the first connection.
 *
 * <p>{@code SelfCheck} checks that a woven class has its hooks; {@code StartupFailure} reports when it has not, or cannot have
 * them.
 *
 * <p>Floor 4: uses {@code session}, {@code audit}, {@code config}, {@code log}, of {@code cluster} the {@code Dialer}, {@code
 * ForwardingSocket}, {@code NodeAddress}, {@code CertificateNames} and {@code Cluster.Watcher}, and the ASM inside Byte Buddy. The
 * agent reaches Jedis by reflection only, and recognizes its lines by their members, never by a version. Woven code refers to
 * {@link io.clusteragent.instrument.Gateway} and nothing else.
 */
package io.clusteragent.instrument;
