/**
 * Provides the buffers of the session.
 *
 * <p>Uses no other room.
 */
package io.clusteragent.session.bytes;
