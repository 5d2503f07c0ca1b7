package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusteragent.tests.ForkedJvm;
import io.clusteragent.tests.OtherNodeCluster;
import io.clusteragent.tests.SourceCompiler;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests Spring Data Redis that is configured for the cluster: its operations on one node stay on that node. */
class SpringDataClusterIT {
  private static final int KEYS = 30;

  private static final OtherNodeCluster CLUSTER = new OtherNodeCluster();

  @TempDir
  Path folder;

  @ParameterizedTest(name = "Spring Data Redis {0}, Jedis {1}")
  @CsvSource({"1.8.23.RELEASE, 2.9.3, 8", "2.7.18, 3.8.0, 8", "3.5.5, 6.0.0, 17", "4.0.0, 7.0.0, 17"
  })
  void anyCallMayComeFirst(String version, String jedis, int release) {
    assumeTrue(ForkedJvm.version() >= release, "Spring Data Redis " + version + " needs JDK 17");
    List<Path> jars = jars(version, jedis);
    Path classes = SourceCompiler.release(release)
        .classPath(jars)
        .compile(
            List.of(Path.of(System.getProperty("places.source"), "java/spring/ClusterWork.java")),
            folder.resolve("classes"));
    List<Path> all = new ArrayList<>(jars);
    all.add(classes);
    String classPath =
        all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    for (List<String> works : List.of(
        List.of("dbSize", "keys", "each"),
        List.of("keys", "each", "dbSize"),
        List.of("each", "dbSize", "keys"))) {
      CLUSTER.fill(KEYS);
      ForkedJvm.Outcome outcome =
          CLUSTER.jvm().withAgent().run(classPath, "spring.ClusterWork", works);
      List<String> expected =
          works.stream().map(work -> work + " -> " + KEYS).collect(Collectors.toList());
      expected.add("plain -> OK");
      assertEquals(expected, outcome.stdout().lines().toList(), outcome::stderr);
    }
  }

  private static List<Path> jars(String version, String jedis) {
    return Arrays.stream(Maven.resolver()
            .resolve(
                "org.springframework.data:spring-data-redis:" + version,
                "redis.clients:jedis:" + jedis)
            .withTransitivity()
            .asFile())
        .map(File::toPath)
        .toList();
  }
}
