/** Test servers that send malformed replies, which real servers cannot be made to send. */
package io.clusteragent.tests.hostile;
