/**
 * What is counted and timed, and how without cost: a command pays one plain increment, the reply that leaves nothing
 * outstanding on a connection pays one {@link java.util.concurrent.atomic.LongAdder} for all of them, and one command in
 * sixteen is timed. Everything else is counted where there is trouble already.
 *
 * <p>Floor 0: uses the JDK only, and knows neither what a node is nor who reads the figures.
 */
package io.clusteragent.metrics;
