/**
 * Keeps the state of one connection of the application.
 *
 * <p>That is: the session, its pending commands, its node connections, its open transaction and its handshake. The thread that
 * uses the connection owns it; the fields name the exceptions.
 *
 * <p>Uses {@code endpoint}, {@code merge}, {@code scan}, {@code bytes}.
 */
package io.clusteragent.session.state;
