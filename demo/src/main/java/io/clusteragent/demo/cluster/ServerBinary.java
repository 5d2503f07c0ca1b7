package io.clusteragent.demo.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code redis-server} (or {@code valkey-server}) executable on this machine. */
public final class ServerBinary {
  private static final Pattern VERSION = Pattern.compile("(Redis|Valkey) server v=([0-9.]+)");
  private static final int RUN_SECONDS = 10;

  private static ServerBinary found;

  private final Path path;
  private final String version;
  private final boolean valkey;

  private ServerBinary(Path path) {
    this.path = path;
    String line = run("--version");
    Matcher matcher = VERSION.matcher(line);
    if (!matcher.find()) {
      throw new IllegalStateException(
          "not a Redis or Valkey server: " + path + " answered: " + line.strip());
    }
    this.valkey = matcher.group(1).equals("Valkey");
    this.version = matcher.group(2);
  }

  /**
   * The server to use: {@code $REDIS_SERVER} if set, else {@code redis-server} on the PATH, else the
   * embedded binary (Redis 6.2, unpacked once into a temporary file).
   *
   * @throws IllegalStateException when there is none for this machine, or it does not run
   */
  public static synchronized ServerBinary find() {
    if (found == null) {
      found = new ServerBinary(locate());
    }
    return found;
  }

  /** The server at a given path. */
  public static ServerBinary at(Path path) {
    return new ServerBinary(path);
  }

  private static Path locate() {
    String chosen = System.getenv("REDIS_SERVER");
    if (chosen != null && !chosen.isEmpty()) {
      return Path.of(chosen);
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path candidate = Path.of(folder, "redis-server");
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    return unpackEmbedded();
  }

  private static Path unpackEmbedded() {
    String name = embeddedName();
    try (InputStream resource = ServerBinary.class.getResourceAsStream("/" + name)) {
      if (resource == null) {
        throw new IllegalStateException("no embedded server " + name
            + " on the class path; install redis-server or set REDIS_SERVER");
      }
      Path file = Files.createTempFile("redis-server-", "");
      file.toFile().deleteOnExit();
      Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
      if (!file.toFile().setExecutable(true)) {
        throw new IllegalStateException("cannot make " + file + " executable; set REDIS_SERVER");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + name, e);
    }
  }

  /** The entry of the embedded-redis jar for this machine. */
  private static String embeddedName() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    if (os.startsWith("linux")) {
      return arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    }
    if (os.startsWith("mac")) {
      return arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
    }
    throw new IllegalStateException("no embedded server for " + os + "; set REDIS_SERVER");
  }

  /** The executable. */
  public Path path() {
    return path;
  }

  /** For example {@code 7.0.15}. */
  public String version() {
    return version;
  }

  /** Whether this is Valkey; its versions start at 7.2. */
  public boolean isValkey() {
    return valkey;
  }

  /** Whether the version is this one or a later one. */
  public boolean isAtLeast(int major, int minor) {
    String[] parts = version.split("\\.");
    int ownMajor = Integer.parseInt(parts[0]);
    return ownMajor > major || ownMajor == major && Integer.parseInt(parts[1]) >= minor;
  }

  /** Whether the server was built with TLS: only then it reports a missing certificate. */
  public boolean supportsTls() {
    return run("--port", "0", "--tls-port", "1").contains("Failed to configure TLS");
  }

  private String run(String... arguments) {
    try {
      String[] command = new String[arguments.length + 1];
      command[0] = path.toString();
      System.arraycopy(arguments, 0, command, 1, arguments.length);
      Path output = Files.createTempFile("redis-server-", ".out");
      try {
        Process process = new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
        if (!process.waitFor(RUN_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + path, e);
    }
  }

  @Override
  public String toString() {
    return (valkey ? "Valkey " : "Redis ") + version + " (" + path + ")";
  }
}
