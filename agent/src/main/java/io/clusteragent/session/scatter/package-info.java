/**
 * Sends a command to several nodes and makes one reply of theirs.
 *
 * <p>In: a command that concerns all masters or keys of several slots. Out: its parts, to {@code send}, and how to merge
 * their replies, to {@code merge}.
 *
 * <p>Uses {@code send}, {@code recovery}, {@code state}, {@code merge}, {@code endpoint}, {@code bytes}.
 */
package io.clusteragent.session.scatter;
