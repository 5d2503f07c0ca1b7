/**
 * The command line: {@code java -jar cluster-agent.jar TOOL ...}. The tools query a cluster over connections of their own, and
 * do not change it.
 *
 * <p>A call passes the classes in this order: {@link io.clusteragent.cli.CommandLine} (finds the tool) {@code ->} {@code
 * Invocation} (options and operands) {@code ->} the {@code Tool} {@code ->} {@code ClusterState} (what the nodes report) {@code
 * ->} {@code ToolOutput} (a table, or JSON).
 *
 * <p>Floor 5: uses {@code attach}, {@code config}, {@code metrics}, {@code session}, {@code cluster}, {@code command}, {@code
 * protocol}; nothing uses it but the agent's entry class. Only these tools write to standard output.
 */
package io.clusteragent.cli;
