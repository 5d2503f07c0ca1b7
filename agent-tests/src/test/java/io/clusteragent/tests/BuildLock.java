package io.clusteragent.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** Prevents two test JVMs of one build from doing the same work at the same time. */
public final class BuildLock {
  private BuildLock() {}

  /**
   * Waits for the lock of that name, and does some work while it holds the lock.
   *
   * @param name the name of a file below {@link #folder()}; the lock is not reentrant
   */
  public static synchronized <T> T holding(String name, Supplier<T> work) {
    try {
      Files.createDirectories(folder());
      try (FileChannel file = FileChannel.open(
          folder().resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        FileLock lock = file.lock();
        try {
          return work.get();
        } finally {
          lock.release();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the files that the test JVMs of one build share. */
  static Path folder() {
    return Path.of(System.getProperty("scenarios.classes"));
  }
}
