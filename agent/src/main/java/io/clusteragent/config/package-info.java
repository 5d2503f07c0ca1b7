/**
 * What a person can set: options as objects, and the configuration read from them.
 *
 * <p>Floor 0: uses the JDK only. Loaded before the application's {@code main}, so without lambdas.
 */
package io.clusteragent.config;
