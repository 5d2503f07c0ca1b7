/**
 * The command line: {@code java -jar cluster-agent.jar TOOL ...}. Tools that look at a cluster from outside, over
 * connections of their own, and change nothing.
 *
 * <p>A call passes the rooms in this order: {@link io.clusteragent.cli.CommandLine} (which tool?) {@code ->} {@code
 * Invocation} (its words, options and credentials) {@code ->} the {@code Tool} {@code ->} {@code ClusterState} (what the
 * nodes say) {@code ->} {@code Answer} (a table for people, or JSON).
 *
 * <p>Floor 5: uses {@code attach}, {@code config}, {@code metrics}, {@code session}, {@code cluster}, {@code command}, {@code protocol}; nothing uses it but the entrance.
 * Standard output is its own.
 */
package io.clusteragent.cli;
