/**
 * Shows operators what the agent does, and lets them act on it.
 *
 * <p>In come events of clusters, from their background threads. Out go lines in the log ({@code ClusterLogListener}), beans for
 * JMX, and a file for Prometheus when the option {@code metricsFile} names one. The first cluster loads all of this,
 * and its beans are registered then. None of it shows a key, a value or a credential.
 *
 * <p>Floor 4: uses {@code cluster}, {@code metrics}, {@code config} and {@code log}.
 */
package io.clusteragent.observe;
