/**
 * Names nodes by host and port, and maps the names that the cluster uses to those that can be reached.
 *
 * <p>Uses no other room.
 */
package io.clusteragent.cluster.address;
