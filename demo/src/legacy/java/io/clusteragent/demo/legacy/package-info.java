/**
 * A small order service, as it was written years ago for one Redis server: it uses plain Jedis, without support for clusters. It
 * is packaged as a program of its own, which does not contain the agent.
 */
package io.clusteragent.demo.legacy;
