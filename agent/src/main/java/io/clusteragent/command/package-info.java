/**
 * Describes commands: which arguments are keys, which nodes they concern, and whether they may repeat.
 *
 * <p>In comes a request. Out go its keys, the nodes it concerns, how their replies become one, and whether it may
 * be sent twice. This is data, not code: {@code commands.txt} holds what servers publish, {@code exceptions.txt}
 * the corrections with their reasons. {@link io.clusteragent.command.CommandTable#overlaidWith} adds what a
 * connected server reports.
 *
 * <p>Floor 2: uses {@code protocol} only. It knows no nodes and no Jedis.
 *
 * <p>Source: <a href="https://redis.io/docs/latest/develop/reference/key-specs/">key specifications</a> and
 * <a href="https://redis.io/docs/latest/develop/reference/command-tips/">command tips</a>.
 */
package io.clusteragent.command;
