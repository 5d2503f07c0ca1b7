/**
 * Speaks for the whole cluster on one connection of the application.
 *
 * <p>The rooms, from the top. A room uses only rooms below it, and only {@code entry} is used from outside:
 *
 * <pre>
 * entry        the application's sockets and addresses
 * request      bytes out: reads commands, decides where they go
 * reply  pubsub  scatter  transaction      what becomes of them
 * send  recovery                           how they reach a node, and what happens when that fails
 * state        one connection of the application
 * endpoint     what an address is known to be
 * merge  scan  several replies become one; what a walk with SCAN remembers
 * bytes        buffers
 * </pre>
 *
 * <p>All runs in the application's own thread. Knows no Jedis type. Floor 3: uses {@code cluster}, {@code command}, {@code
 * protocol}, {@code config}, {@code metrics}, {@code flight}.
 */
package io.clusteragent.session;
