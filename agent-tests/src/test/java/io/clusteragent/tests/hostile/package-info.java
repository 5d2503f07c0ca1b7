/** Servers of our own that answer what no server should, as no real one can be made to. */
package io.clusteragent.tests.hostile;
