/**
 * Maps the names of an application's keys to keys with hash tags, and back.
 *
 * <p>In: names and keys as bytes, rules as text. Out: keys and names.
 *
 * <p>Floor 0: uses the JDK only. {@code config} uses it before the application's {@code main}, so without lambdas.
 */
package io.clusteragent.hashtag;
