/**
 * Reads what nodes send without a command for each: messages, keyspace events, MONITOR.
 *
 * <p>In: SUBSCRIBE and its like. Out: frames, in place of replies, as long as the subscription lasts.
 *
 * <p>Uses {@code recovery}, {@code send}, {@code state}, {@code endpoint}, {@code bytes}.
 */
package io.clusteragent.session.pubsub;
