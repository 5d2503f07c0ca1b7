/**
 * Defines the options as objects, and reads the configuration.
 *
 * <p>Floor 0: uses the JDK only. Loaded before the application's {@code main}, so without lambdas.
 */
package io.clusteragent.config;
