/**
 * Reads the application's commands and decides where each goes.
 *
 * <p>In: the bytes that Jedis writes. Out: commands to {@code send}, {@code scatter}, {@code transaction} or {@code pubsub}.
 *
 * <p>Uses {@code reply}, {@code pubsub}, {@code scatter}, {@code transaction} and the rooms below them.
 */
package io.clusteragent.session.request;
