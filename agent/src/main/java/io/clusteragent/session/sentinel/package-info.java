/**
 * Answers a connection of the application in place of a Redis Sentinel.
 *
 * <p>In: the commands of a client that looks for its master. Out: the replies of a Sentinel, and {@code +switch-master}. Which
 * node is the master, {@code entry} decides; a {@link MonitoredMaster} passes it on.
 *
 * <p>Uses {@code bytes}.
 */
package io.clusteragent.session.sentinel;
