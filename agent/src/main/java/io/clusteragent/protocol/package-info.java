/**
 * Reads, frames, parses and builds RESP, the Redis serialization protocol, as bytes.
 *
 * <p>In come the bytes of commands and replies. Out go a command's arguments, a reply's end, parsed values, and the
 * bytes of commands and replies that the agent builds.
 *
 * <p>Floor 1: uses the JDK only. It does no I/O beyond the streams that it is given, has no threads, and shares no
 * state between connections.
 *
 * <p>Source: the <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP specification</a>.
 */
package io.clusteragent.protocol;
