/**
 * Sends events to the JVM's flight recorder (JFR), in those JVMs that have one.
 *
 * <p>In come the values of an event. Out goes the event to a recording that wants it. JFR came with Java 11 and 8u262,
 * and the agent is compiled for Java 8, so it calls JFR by reflection. No event holds a key, a value or a credential.
 *
 * <p>Floor 0: uses the JDK and {@code log}.
 */
package io.clusteragent.flight;
