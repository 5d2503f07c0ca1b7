/**
 * Reads the nodes' replies in the order of the application's commands.
 *
 * <p>In: the pending commands and the nodes' bytes. Out: the bytes that Jedis reads; errors and lost connections go to
 * {@code recovery} first.
 *
 * <p>Uses {@code recovery}, {@code send}, {@code state}, {@code merge}, {@code endpoint}, {@code bytes}.
 */
package io.clusteragent.session.reply;
