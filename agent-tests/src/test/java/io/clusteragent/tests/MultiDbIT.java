package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.resolver.api.maven.Maven;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Leaves the choice of a database to the {@code MultiDbClient} of Jedis, and routes only where it chose a cluster. */
@Tag("long")
class MultiDbIT {
  private static final String PROGRAM = "scenarios.MultiDbProgram";

  /** Jedis 8.0 names it as optional. */
  private static final String CIRCUIT_BREAKER = "io.github.resilience4j:resilience4j-all:1.7.1";

  @Test
  void eachDatabaseIsServedAsWhatItIs() throws IOException {
    Programs programs = Programs.of("8.0.2");
    String libraries = BuildLock.holding("jars", () -> Stream.of(
            Maven.resolver().resolve(CIRCUIT_BREAKER).withTransitivity().asFile())
        .map(File::toString)
        .collect(Collectors.joining(File.pathSeparator)));
    try (RedisCluster cluster = RedisCluster.builder().masters(3).start();
        RedisNode standalone = RedisNode.settings().start();
        ControlPort control = new ControlPort(act -> cluster.nodes().forEach(RedisNode::kill))) {
      ForkedJvm.Outcome outcome = new ForkedJvm()
          .withAgent("deadline=1000")
          .property("target.host", cluster.masters().get(0).host())
          .property("target.port", cluster.masters().get(0).port())
          .property("target.control", control.port())
          .property("second.port", standalone.port())
          .run(
              programs.classPath() + File.pathSeparator + libraries,
              "scenarios.Runner",
              List.of(PROGRAM));
      assertEquals(
          List.of(
              "in the cluster -> 30",
              "in the server -> 1",
              "again in the cluster -> 30",
              "after the failover -> of the server"),
          Transcripts.in(outcome.stdout()).byScenario().get(PROGRAM),
          outcome::toString);
    }
  }
}
