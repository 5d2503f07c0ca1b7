/**
 * Tests everyday work on clusters as they are found in the real world: behind balancers, with other addresses than before, with
 * host names in their certificates. The long profile runs them.
 */
package io.clusteragent.tests.settings;
