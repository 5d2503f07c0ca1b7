/**
 * Watching a service on its present standalone server: what would become of its commands on a cluster? ({@code mode=audit})
 *
 * <p>A command passes the rooms in this order: {@link io.clusteragent.audit.Audit} (wraps the socket) {@code ->} {@code
 * CommandWatch} (reads commands out of the bytes, which go on unchanged) {@code ->} {@code Judge} (what would a cluster say? {@code ServerLimits} and {@code ScriptKeys} help)
 * {@code ->} {@code FindingLog} (counts, with key patterns and call sites) {@code ->} {@code AuditReport} (the file).
 *
 * <p>Floor 3: uses {@code cluster}, {@code command}, {@code protocol}, {@code json}. Never holds a value, nor a key but as a
 * pattern.
 */
package io.clusteragent.audit;
