package io.clusteragent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the tools that read beans where the module java.management is missing. */
class MissingModuleTest {

  @ParameterizedTest
  @ValueSource(strings = {"status", "refresh"})
  void aMissingModuleIsReportedInOneLine(String tool) throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Object exitCode;
    try (WithoutManagement loader = new WithoutManagement()) {
      Object environment = loader
          .loadClass(CliEnvironment.class.getName())
          .getConstructor(InputStream.class, PrintStream.class, PrintStream.class, Map.class)
          .newInstance(new ByteArrayInputStream(new byte[0]), stream, stream, Map.of());
      Class<?> commandLine = loader.loadClass(CommandLine.class.getName());
      Object commands = commandLine
          .getConstructor(String.class, environment.getClass())
          .newInstance("1.2.3", environment);
      String[] words = {tool, "1"};
      exitCode = commandLine.getMethod("run", String[].class).invoke(commands, (Object) words);
    }
    String shown = err.toString(StandardCharsets.UTF_8);
    assertEquals(ExitCode.NO_ANSWER.name(), exitCode.toString(), shown);
    assertTrue(shown.startsWith("cluster-agent " + tool + ": this Java ("), shown);
    assertTrue(shown.contains("lacks a module that the command needs (javax/management/"), shown);
    assertEquals(1, shown.lines().count(), shown);
  }

  /** Loads the agent's classes anew, and finds none of the module java.management. */
  private static final class WithoutManagement extends URLClassLoader {
    WithoutManagement() {
      super(
          new URL[] {CommandLine.class.getProtectionDomain().getCodeSource().getLocation()},
          CommandLine.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("javax.management.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.clusteragent.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
