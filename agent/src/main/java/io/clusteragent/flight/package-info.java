/**
 * Events for the JVM's flight recorder (JFR), for those JVMs that have one: it came with Java 11 and 8u262, and the agent is
 * compiled for Java 8, so it is reached by reflection.
 *
 * <p>Floor 0: uses the JDK and {@code log}. No event holds a key, a value or a credential.
 */
package io.clusteragent.flight;
