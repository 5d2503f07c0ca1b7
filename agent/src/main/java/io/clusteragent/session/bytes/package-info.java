/**
 * Provides the buffers of the session, and the bytes of the agent's own commands.
 *
 * <p>Uses no other room.
 */
package io.clusteragent.session.bytes;
