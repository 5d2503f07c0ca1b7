/**
 * What operators see of the agent and can do with it: lines in the log ({@code Announcer}), beans for JMX, registered once
 * there is a cluster to see, and a file for Prometheus when {@code metricsFile} names one. All of it is told of clusters by their background threads, and loaded by the first one.
 *
 * <p>Floor 4: uses {@code cluster}, {@code metrics}, {@code config} and {@code log}. Shows no key, no value and no credential.
 */
package io.clusteragent.observe;
