/**
 * Attaches the agent to a running JVM, and detaches it.
 *
 * <p>This code runs in a JVM of its own, that of the command line. It reaches the JVM's attach API by reflection: the API is part
 * of a JDK only, and in JDK 8 it is on no module or class path.
 *
 * <p>{@code TargetProcess} checks a process before the API touches it: the API ends processes that are not JVMs.
 *
 * <p>Floor 4: uses {@code config}.
 */
package io.clusteragent.attach;
