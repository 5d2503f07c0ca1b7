package io.clusteragent.cluster.topology;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a text file atomically, readable and writable by its owner alone. */
public final class AtomicFile {
  private static final String OWNER_ONLY = "rw-------";

  private final String name;

  public AtomicFile(String name) {
    this.name = name;
  }

  /** Replaces the text by way of a second file in the same directory, so a reader finds either the old text or the new one. */
  public void replace(String text) throws IOException {
    Path path = new File(name).getAbsoluteFile().toPath();
    FileAttribute<?>[] ownerOnly = isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
        }
        : new FileAttribute<?>[0];
    Path fresh = Files.createTempFile(path.getParent(), path.getFileName() + ".", null, ownerOnly);
    try {
      Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  public static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
