/**
 * Writes JSON.
 *
 * <p>Floor 0: uses the JDK only.
 */
package io.clusteragent.json;
