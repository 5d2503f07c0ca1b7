/**
 * Merges the replies of several nodes into one.
 *
 * <p>In: replies as bytes. Out: one reply as bytes, by the command's response policy. No input or output, no threads.
 *
 * <p>Uses {@code bytes}.
 */
package io.clusteragent.session.merge;
