/**
 * A small order service of the kind that was written years ago for one Redis server: it knows plain
 * Jedis and nothing of clusters. It is packed as its own program, with no trace of the agent.
 */
package io.clusteragent.demo.legacy;
