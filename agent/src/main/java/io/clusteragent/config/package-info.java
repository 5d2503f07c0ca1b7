/**
 * Defines the options as objects, and reads the configuration.
 *
 * <p>Floor 1: uses the JDK and {@code hashtag} only. Loaded before the application's {@code main}, so without lambdas.
 */
package io.clusteragent.config;
