/**
 * Starts the agent and the command line.
 *
 * <p>Floor 5: may use every other floor, and nothing uses it.
 */
package io.clusteragent;
