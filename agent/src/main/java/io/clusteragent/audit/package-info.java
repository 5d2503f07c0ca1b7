/**
 * Reports what a cluster would make of the commands of a service ({@code mode=audit}).
 *
 * <p>The service runs on its present standalone server. In come the bytes that it writes; they go on unchanged. Out
 * goes a report, as a file.
 *
 * <p>A command passes the rooms in this order: {@link io.clusteragent.audit.Audit} (wraps the socket) {@code ->} {@code
 * CommandWatch} (reads commands from the bytes) {@code ->} {@code CompatibilityCheck} (what would a cluster do? {@code ServerLimits}
 * and {@code ScriptKeys} help) {@code ->} {@code FindingLog} (counts, with key patterns and call sites) {@code ->}
 * {@code AuditReport} (the file).
 *
 * <p>Floor 3: uses {@code cluster}, {@code command}, {@code protocol}, {@code json} and {@code log}. It holds no value,
 * and a key only as a pattern.
 */
package io.clusteragent.audit;
