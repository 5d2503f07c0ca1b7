package io.clusteragent.tests;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** A Jedis version with its class path: the jar and the libraries its own POM names. */
record JedisLine(JedisVersion version, List<Path> jars) {

  static JedisLine of(String version) {
    Path[] jars = Arrays.stream(Maven.resolver()
            .resolve("redis.clients:jedis:" + version)
            .withTransitivity()
            .asFile())
        .map(java.io.File::toPath)
        .toArray(Path[]::new);
    return new JedisLine(new JedisVersion(version), List.of(jars));
  }

  /** The versions this build tests. */
  static List<String> tested() {
    return List.of(System.getProperty("jedis.lines").trim().split("\\s+"));
  }

  @Override
  public String toString() {
    return "Jedis " + version;
  }
}
