/**
 * Names nodes by host and port.
 *
 * <p>Uses no other package of {@code cluster}.
 */
package io.clusteragent.cluster.address;
