/**
 * Keeps what is known about the addresses that the application connects to.
 *
 * <p>In: an address and how the application connected. Out: the cluster there, if there is one, its commands and scripts.
 * Thread-safe: shared by all sessions of the JVM.
 *
 * <p>Uses {@code merge}, {@code scan}.
 */
package io.clusteragent.session.endpoint;
