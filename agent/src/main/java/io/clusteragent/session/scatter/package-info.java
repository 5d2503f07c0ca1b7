/**
 * Sends a command to several nodes and merges their replies.
 *
 * <p>In: a command that concerns all masters or keys of several slots. Out: its parts, to {@code send}, and the rule that
 * merges their replies, to {@code merge}.
 *
 * <p>Uses {@code send}, {@code recovery}, {@code state}, {@code endpoint}, {@code merge}, {@code scan}, {@code bytes}.
 */
package io.clusteragent.session.scatter;
