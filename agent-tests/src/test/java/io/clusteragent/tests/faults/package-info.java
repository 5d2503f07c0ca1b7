/**
 * Load on clusters in trouble, and the proof of what became of it.
 */
package io.clusteragent.tests.faults;
