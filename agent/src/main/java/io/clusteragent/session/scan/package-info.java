/**
 * Remembers the walks of SCAN over all masters.
 *
 * <p>In: a cursor of the application, or the slots that masters claim. Out: the position of the walk, and a cursor for it.
 * {@link ScanMemory} is thread-safe and shared by all sessions of a cluster; all else is immutable, or owned by one thread.
 *
 * <p>Uses no other room.
 */
package io.clusteragent.session.scan;
