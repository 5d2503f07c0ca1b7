/**
 * Writes JSON. In come maps, lists and scalars. Out goes text.
 *
 * <p>Floor 0: uses the JDK only.
 */
package io.clusteragent.json;
