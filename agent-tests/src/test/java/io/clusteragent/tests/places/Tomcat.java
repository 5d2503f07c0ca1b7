package io.clusteragent.tests.places;

import io.clusteragent.demo.cluster.FreePorts;
import io.clusteragent.tests.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Runs an unmodified Tomcat on ports of its own. */
final class Tomcat implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(100);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(LONGEST_WAIT).build();

  private final Path home;
  private final int port = FreePorts.next();
  private final int shutdownPort = FreePorts.next();
  private CompletableFuture<ForkedJvm.Outcome> running;

  private Tomcat(Path home) {
    this.home = home;
  }

  /** Unpacks Tomcat below {@code folder}, without the applications that it contains. */
  static Tomcat unpack(String version, Path folder) throws IOException {
    Path zip = Artifact.file("org.apache.tomcat:tomcat:zip:" + version);
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (entry.getName().contains("/webapps/")) {
          continue;
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
        }
      }
    }
    Tomcat tomcat = new Tomcat(folder.resolve("apache-tomcat-" + version));
    Files.createDirectories(tomcat.home.resolve("webapps"));
    Path server = tomcat.home.resolve("conf/server.xml");
    Files.writeString(
        server,
        Files.readString(server)
            .replace("port=\"8080\"", "address=\"127.0.0.1\" port=\"" + tomcat.port + "\"")
            .replace("port=\"8005\"", "port=\"" + tomcat.shutdownPort + "\""));
    return tomcat;
  }

  Path library(String jar) {
    return home.resolve("lib").resolve(jar);
  }

  /** The folder for applications, each of which is a folder or a WAR. */
  Path applications() {
    return home.resolve("webapps");
  }

  /** Starts Tomcat with the arguments of its {@code catalina.sh}. */
  void start(ForkedJvm jvm) {
    String path = home.resolve("bin/bootstrap.jar")
        + System.getProperty("path.separator")
        + home.resolve("bin/tomcat-juli.jar");
    jvm.option("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .option("--add-opens=java.base/java.io=ALL-UNNAMED")
        .option("--add-opens=java.base/java.util=ALL-UNNAMED")
        .option("--add-opens=java.base/java.util.concurrent=ALL-UNNAMED")
        .option("--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED")
        .property("java.util.logging.config.file", home.resolve("conf/logging.properties"))
        .property("java.util.logging.manager", "org.apache.juli.ClassLoaderLogManager")
        .property("catalina.base", home)
        .property("catalina.home", home)
        .property("java.io.tmpdir", home.resolve("temp"));
    running = CompletableFuture.supplyAsync(
        () -> jvm.run(path, "org.apache.catalina.startup.Bootstrap", List.of("start")),
        task -> new Thread(task, "tomcat").start());
  }

  /** Waits until Tomcat answers. */
  void awaitStart() {
    await("it does not start", () -> status("/") > 0);
  }

  /** Waits until an application is deployed or undeployed. */
  void await(String application, boolean there) {
    await(
        application + " is " + (there ? "not there" : "still there"),
        () -> (status("/" + application + "/run") != 404) == there);
  }

  /** Waits until an application reports that another one is no longer in memory. */
  void awaitNoLeaks(String application) {
    await(
        "an application that was taken away is still in memory",
        () -> lines("/" + application + "/leaks").equals(List.of("")));
  }

  private void await(String otherwise, java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (running.isDone() || System.nanoTime() > end) {
        throw new AssertionError(
            "Tomcat: " + otherwise + (running.isDone() ? "\n" + running.join() : ""));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private int status(String path) {
    try {
      return get(path).statusCode();
    } catch (UncheckedIOException e) {
      return 0; // Tomcat does not listen yet
    }
  }

  /** The lines of an application's response. */
  List<String> lines(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(response + "\n" + response.body());
    }
    return response.body().lines().toList();
  }

  private HttpResponse<String> get(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(LONGEST_WAIT)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Shuts Tomcat down with its own command. */
  ForkedJvm.Outcome stop() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shutdownPort)) {
      socket.getOutputStream().write("SHUTDOWN".getBytes(StandardCharsets.US_ASCII));
    }
    return running.join();
  }

  @Override
  public void close() throws IOException {
    if (running != null && !running.isDone()) {
      stop();
    }
  }
}
