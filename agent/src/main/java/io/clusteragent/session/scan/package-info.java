/**
 * Remembers walks with SCAN over all masters.
 *
 * <p>In: a cursor of the application, or what masters say of their slots. Out: where the walk stands, and a cursor for it.
 * {@link ScanMemory} is shared by all sessions of a cluster and is thread-safe; all else is immutable or one thread's.
 *
 * <p>Uses no other room.
 */
package io.clusteragent.session.scan;
