/**
 * The agent's own log: slf4j-simple, relocated, to stderr or to the file of option {@code logFile}, built without a look at
 * the application's logging set-up.
 *
 * <p>Floor 0: uses SLF4J only.
 */
package io.clusteragent.log;
