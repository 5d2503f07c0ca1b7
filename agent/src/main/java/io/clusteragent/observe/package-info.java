/**
 * Shows operators what the agent does, and gives them operations to control it.
 *
 * <p>It receives events of clusters from their background threads. It writes log lines ({@code ClusterLogListener}), registers
 * beans for JMX, and writes a file for Prometheus when the option {@code metricsFile} names one. The first cluster loads these
 * classes and registers the beans. No output contains a key, a value or a credential.
 *
 * <p>Floor 4: uses {@code cluster}, {@code metrics}, {@code config} and {@code log}.
 */
package io.clusteragent.observe;
