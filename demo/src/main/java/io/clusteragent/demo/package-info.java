/** The demo: one unchanged program on a real cluster, without and with the agent. */
package io.clusteragent.demo;
