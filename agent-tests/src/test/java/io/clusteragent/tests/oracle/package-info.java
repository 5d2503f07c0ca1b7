/** Tests that compare the agent on a cluster, reply by reply, with a standalone server of the same binary. */
package io.clusteragent.tests.oracle;
