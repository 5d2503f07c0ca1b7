package io.clusteragent.tests.places;

import io.clusteragent.tests.BuildLock;
import java.nio.file.Path;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;

/** Downloads files of Maven Central that are not libraries of a program: agents, distributions, frameworks. */
final class Artifact {
  private Artifact() {}

  /**
   * @param coordinates {@code group:artifact:version}, or {@code group:artifact:packaging[:classifier]:version}
   */
  static Path file(String coordinates) {
    return BuildLock.holding("jars", () -> Maven.resolver()
        .resolve(coordinates)
        .withoutTransitivity()
        .asSingleFile()
        .toPath());
  }
}
