/**
 * Reads what nodes send without being asked: messages, keyspace events, MONITOR.
 *
 * <p>In: SUBSCRIBE and its like. Out: frames, in the place of replies, for as long as the subscription lasts.
 *
 * <p>Uses {@code recovery}, {@code send}, {@code state}, {@code endpoint}, {@code bytes}.
 */
package io.clusteragent.session.pubsub;
