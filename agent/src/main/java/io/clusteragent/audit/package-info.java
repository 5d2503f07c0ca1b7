/**
 * Reports which commands of a service would fail or change on a cluster ({@code mode=audit}).
 *
 * <p>The service runs on its present standalone server. The package reads the bytes that the service writes, forwards them
 * unchanged, and writes a report to a file.
 *
 * <p>A command passes the classes in this order: {@link io.clusteragent.audit.Audit} (wraps the socket) {@code ->} {@code
 * CommandWatch} (reads commands from the bytes) {@code ->} {@code CompatibilityCheck} (checks them, with {@code ServerLimits}
 * and {@code ScriptKeys}) {@code ->} {@code FindingLog} (counts, with key patterns and call sites) {@code ->} {@code AuditReport}
 * (the file).
 *
 * <p>Floor 3: uses {@code cluster}, {@code command}, {@code protocol}, {@code json} and {@code log}. It holds no value,
 * and a key only as a pattern.
 */
package io.clusteragent.audit;
