/**
 * What the agent knows about commands: which arguments are keys, which nodes a command concerns and how their replies
 * become one, whether it may be sent twice.
 *
 * <p>Data, not code: {@code commands.txt} holds what the servers publish about their commands, {@code exceptions.txt}
 * the corrections, each with its reason. What a connected server says about commands of its own is laid over them
 * ({@link io.clusteragent.command.CommandTable#overlaidWith}).
 *
 * <p>Floor 2: uses {@code protocol} only, and knows no nodes and no Jedis.
 *
 * <p>Source: <a href="https://redis.io/docs/latest/develop/reference/key-specs/">key specifications</a> and <a
 * href="https://redis.io/docs/latest/develop/reference/command-tips/">command tips</a>.
 */
package io.clusteragent.command;
