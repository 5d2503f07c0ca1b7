/** What the agent makes of a cluster, compared reply by reply with a standalone server of the same binary. */
package io.clusteragent.tests.oracle;
