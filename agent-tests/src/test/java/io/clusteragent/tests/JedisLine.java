package io.clusteragent.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** Holds a Jedis version with its class path: the jar, and the libraries that its own POM names. */
record JedisLine(JedisVersion version, List<Path> jars) {

  static JedisLine of(String version) {
    return new JedisLine(new JedisVersion(version), BuildLock.holding("jars", () -> jars(version)));
  }

  /** Asking Maven takes a second, so its answer is stored for the other test JVMs and for the next build. */
  private static List<Path> jars(String version) {
    Path kept = BuildLock.folder().resolve("jars-" + version);
    try {
      if (Files.exists(kept)) {
        List<Path> jars = Files.readAllLines(kept).stream().map(Path::of).toList();
        if (jars.stream().allMatch(Files::exists)) {
          return jars;
        }
      }
      List<Path> jars = resolve(version);
      Files.write(kept, jars.stream().map(Path::toString).toList());
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> resolve(String version) {
    return Arrays.stream(Maven.resolver()
            .resolve("redis.clients:jedis:" + version)
            .withTransitivity()
            .asFile())
        .map(File::toPath)
        .toList();
  }

  /** The versions that this build tests. */
  static List<String> tested() {
    return List.of(System.getProperty("jedis.lines").trim().split("\\s+"));
  }

  /** Every second of these versions, the newest first, where an ordinary build has no time for more; the profile long has. */
  static List<String> everySecondTested() {
    List<String> all = tested();
    return all.size() > 8
        ? all
        : IntStream.range(0, all.size())
            .filter(i -> (all.size() - 1 - i) % 2 == 0)
            .mapToObj(all::get)
            .toList();
  }

  @Override
  public String toString() {
    return "Jedis " + version;
  }
}
