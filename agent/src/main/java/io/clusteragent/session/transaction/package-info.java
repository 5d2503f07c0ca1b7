/**
 * Holds MULTI and WATCH until the first key shows their node.
 *
 * <p>In: MULTI, WATCH, EXEC, DISCARD, UNWATCH and the commands between them. Out: the transaction, on one node.
 *
 * <p>Uses {@code send}, {@code recovery}, {@code state}, {@code endpoint}, {@code bytes}.
 */
package io.clusteragent.session.transaction;
