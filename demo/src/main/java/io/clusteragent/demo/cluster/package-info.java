/**
 * Real Redis and Valkey servers as child processes: a single node or a whole cluster, on the
 * loopback interface and free ports, formed, resharded and failed over without any other tool.
 *
 * <p>Shared by the demo and the tests. It speaks RESP through its own small client, because what it
 * observes must not depend on the library and the agent under observation.
 */
package io.clusteragent.demo.cluster;
