/**
 * Gives keys in the cluster other names than the application uses.
 *
 * <p>In: the application's bytes, in front of all other rooms of the session, and what the session answers. Out: the same with
 * mapped names. May use {@code bytes}, {@code state}, and the packages below {@code session}.
 */
package io.clusteragent.session.naming;
