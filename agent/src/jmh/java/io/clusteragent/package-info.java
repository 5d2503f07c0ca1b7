/**
 * Benchmarks of the parts of the hot path, by JMH, with the bytes that each operation allocates:
 *
 * <pre>mvn -B -ntp -Pjmh -DskipTests -pl agent verify -Djmh.only=ReplyFramer</pre>
 *
 * <p>In the packages of what they measure, some of which is visible there alone. The whole, with servers, is measured by the
 * profile {@code bench}.
 */
package io.clusteragent;
