/**
 * RESP, the Redis serialization protocol, as bytes: reading commands, framing replies, parsing and building them.
 *
 * <p>Floor 1: uses the JDK only; no I/O beyond the streams it is given, no threads, no state shared between
 * connections.
 *
 * <p>Source: the <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP specification</a>.
 */
package io.clusteragent.protocol;
