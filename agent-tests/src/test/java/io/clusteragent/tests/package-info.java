/**
 * Tests of the packaged agent, as its users run it. The same scenario source is compiled against each Jedis line, and runs in
 * forked JVMs: first without the agent on a standalone server (the oracle), then with the agent on a cluster.
 */
package io.clusteragent.tests;
