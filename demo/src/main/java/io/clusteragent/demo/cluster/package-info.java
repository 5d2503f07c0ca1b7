/**
 * Real Redis and Valkey servers as child processes: a single node or a whole cluster, on the loopback interface and free ports.
 * The package forms, reshards and fails over clusters without any other tool.
 *
 * <p>Shared by the demo and the tests. It has its own small RESP client, because its observations must not depend on the library
 * and the agent under test.
 */
package io.clusteragent.demo.cluster;
