package io.clusteragent.tests;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles programs under test with the compiler of the JDK that builds. */
public final class SourceCompiler {
  private final int release;
  private final List<String> options = new ArrayList<>(List.of("-nowarn", "-Xlint:none"));

  private SourceCompiler(int release) {
    this.release = release;
  }

  /**
   * @param release the Java release of the class files
   */
  public static SourceCompiler release(int release) {
    return new SourceCompiler(release);
  }

  public SourceCompiler classPath(Collection<Path> jars) {
    options.add("-cp");
    options.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    return this;
  }

  /** Adds another option. */
  public SourceCompiler option(String... option) {
    options.addAll(List.of(option));
    return this;
  }

  /**
   * Compiles.
   *
   * @return {@code classes}, the folder of the class files
   */
  public Path compile(Collection<Path> sources, Path classes) {
    options.addAll(List.of("--release", String.valueOf(release), "-d", classes.toString()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Files.createDirectories(classes);
      if (!compiler
          .getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call()) {
        throw new IllegalStateException("the programs under test do not compile\n" + messages);
      }
      return classes;
    } catch (IOException e) {
      throw new IllegalStateException("cannot compile into " + classes, e);
    }
  }
}
