/**
 * Measures the time that the agent adds to the start of a JVM:
 *
 * <pre>mvn -B -ntp -Pstartup -DskipTests verify -Dstartup.javas=PATH/bin/java,PATH/bin/java</pre>
 *
 * <p>{@link io.clusteragent.tests.startup.StartUp} starts the same program in turn without an agent, with an agent that does
 * nothing, and with cluster-agent, and prints the medians and the paired differences.
 */
package io.clusteragent.tests.startup;
