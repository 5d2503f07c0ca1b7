package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.tests.ForkedJvm;
import io.clusteragent.tests.Programs;
import io.clusteragent.tests.ScenarioSuite;
import io.clusteragent.tests.Transcripts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests a security manager. The application has the permissions that it needs without the agent, and may connect to all nodes.
 * The agent has all permissions.
 */
@Tag("long")
class SecurityManagerIT {
  @AutoClose
  private static final ScenarioSuite SUITE = new ScenarioSuite();

  @TempDir
  Path folder;

  @ParameterizedTest(name = "JDK {0}, Jedis {1}")
  @CsvSource({"8, 3.10.0", "8, 7.4.0", "17, 2.9.0", "17, 3.10.0", "17, 7.4.0"})
  void theApplicationNeedsOnlyThePermissionToConnectToAllNodes(int java, String version)
      throws IOException {
    Path policy = policy(Programs.of(version));
    ForkedJvm.Outcome oracle = SUITE.run(guarded(SUITE.standaloneJvm(), java, policy), version);
    ForkedJvm.Outcome seen = SUITE.run(guarded(SUITE.jvm().withAgent(), java, policy), version);
    assertEquals(List.of(), Transcripts.in(oracle.stdout()).failures(), oracle::stderr);
    List<String> differences =
        Transcripts.in(seen.stdout()).differencesTo(Transcripts.in(oracle.stdout()));
    assertEquals(
        List.of(), differences, () -> String.join("\n", differences) + "\n" + seen.stderr());
    assertEquals(oracle.stdout(), seen.stdout());
    assertEquals(1, seen.foundClusters().size(), seen::stderr);
  }

  private static ForkedJvm guarded(ForkedJvm jvm, int java, Path policy) {
    return jvm.java(Jdk.command(java))
        .option("-Djava.security.manager")
        .option("-Djava.security.policy==" + policy);
  }

  private Path policy(Programs programs) throws IOException {
    String[] classPath = programs.classPath().split(File.pathSeparator);
    StringBuilder own = new StringBuilder();
    for (String part : classPath) {
      own.append("  permission java.io.FilePermission \"%s\", \"read\";\n".formatted(part));
    }
    StringBuilder policy = new StringBuilder("""
        grant codeBase "%s" {
          permission java.security.AllPermission;
        };
        """.formatted(ForkedJvm.agentJar().toUri()));
    for (String part : classPath) {
      policy.append("""
          grant codeBase "%s" {
            permission java.net.SocketPermission "127.0.0.1", "connect,resolve";
            permission java.util.PropertyPermission "*", "read";
            permission java.lang.RuntimePermission "exitVM.0"; // Runner
            permission java.lang.RuntimePermission "setContextClassLoader"; // Commons Pool
            permission java.lang.RuntimePermission "modifyThread"; // Jedis 7
            permission javax.management.MBeanServerPermission "createMBeanServer"; // Commons Pool
            permission javax.management.MBeanPermission "*", "*";
            permission javax.management.MBeanTrustPermission "register";
          %s};
          """.formatted(Path.of(part).toUri(), own));
    }
    return Files.writeString(folder.resolve("java.policy"), policy);
  }
}
