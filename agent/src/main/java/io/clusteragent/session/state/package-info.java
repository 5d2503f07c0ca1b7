/**
 * Keeps the state of one connection of the application.
 *
 * <p>The session, its pending commands, its node connections, its open transaction and its handshake. Owned by the thread that
 * uses the connection; exceptions are named at the fields.
 *
 * <p>Uses {@code endpoint}, {@code merge}, {@code scan}, {@code bytes}.
 */
package io.clusteragent.session.state;
