/**
 * Counts and times what the agent does, at next to no cost.
 *
 * <p>In come events and durations. Out go counts and histograms. A command pays one plain increment. The reply that
 * leaves nothing outstanding on a connection pays one {@link java.util.concurrent.atomic.LongAdder} for all commands
 * before it. One command in sixteen is timed. Everything else is counted where something has failed already.
 *
 * <p>Floor 0: uses the JDK only. It knows neither what a node is nor who reads the figures.
 */
package io.clusteragent.metrics;
