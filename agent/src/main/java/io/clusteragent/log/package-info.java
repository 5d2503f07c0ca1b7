/**
 * Writes the agent's own log.
 *
 * <p>In come messages. Out go lines to stderr, or to the file of the option {@code logFile}. The log is slf4j-simple,
 * relocated. It does not read the application's logging configuration.
 *
 * <p>Floor 0: uses SLF4J only.
 */
package io.clusteragent.log;
