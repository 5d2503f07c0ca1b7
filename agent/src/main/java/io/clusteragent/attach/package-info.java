/**
 * Brings the agent into a JVM that runs already, and switches it off there.
 *
 * <p>Runs in a JVM of its own, started for the purpose. The JVM's attach API is reached by reflection: it is part of a JDK,
 * and in JDK 8 of no module or class path.
 *
 * <p>{@code TargetProcess} looks at a process before the API touches it, which ends one that is no JVM.
 *
 * <p>Floor 4: uses {@code config}.
 */
package io.clusteragent.attach;
