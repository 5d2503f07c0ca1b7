package io.clusteragent.attach;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only processes that survive the attach API are accepted. */
class TargetProcessTest {
  private static final String PID = "4711";
  private static final String SIGQUIT_CAUGHT = "2000000181005ccf"; // of a JVM
  private static final String SIGQUIT_NOT_CAUGHT = "2000000181005ccb"; // without SIGQUIT
  private static final String JVM_MAPS = """
      55d0c0a00000-55d0c0a01000 r--p 00000000 fd:01 1 /usr/lib/jvm/java-17/bin/java
      7f1c2a000000-7f1c2b000000 r-xp 00000000 fd:01 2 /usr/lib/jvm/java-17/lib/server/libjvm.so
      """;

  @TempDir
  Path folder;

  private List<String> attachableJvms = List.of();
  private Path processFolder;
  private Path tempFolder;

  @BeforeEach
  void makeProcess() throws IOException {
    processFolder = Files.createDirectories(folder.resolve("proc").resolve(PID));
    tempFolder = Files.createDirectory(folder.resolve("tmp"));
    write("S (sleeping)", PID, PID, SIGQUIT_CAUGHT, JVM_MAPS);
  }

  @Test
  void aJvmIsAccepted() {
    assertDoesNotThrow(this::check);
  }

  @Test
  void aProcessThatIsNotAJvmIsRefused() throws IOException {
    write("S (sleeping)", PID, PID, SIGQUIT_CAUGHT, "55d0-55d1 r-xp 0 fd:01 3 /usr/sbin/nginx\n");
    assertEquals("is not a JVM", refusal());
  }

  @Test
  void aJvmThatSigquitWouldEndIsRefusedUnlessItListensAlready() throws IOException {
    write("S (sleeping)", PID, PID, SIGQUIT_NOT_CAUGHT, JVM_MAPS);
    assertTrue(refusal().contains("Try again once it has started"), refusal());
    Files.createFile(tempFolder.resolve(".java_pid" + PID));
    assertDoesNotThrow(this::check);
  }

  @Test
  void aJvmInAContainerListensUnderItsNumberInsideIt() throws IOException {
    write("S (sleeping)", PID, PID + "\t7", SIGQUIT_NOT_CAUGHT, JVM_MAPS);
    assertThrows(AttachException.class, this::check);
    Files.createFile(
        Files.createDirectories(processFolder.resolve("root/tmp")).resolve(".java_pid7"));
    assertDoesNotThrow(this::check);
    write("S (sleeping)", PID, PID + "\t7", SIGQUIT_CAUGHT, "");
    assertEquals("is not a JVM. It runs in a container, where its number is 7", refusal());
  }

  @Test
  void aNumberWithoutAProcessIsRefused() throws IOException {
    Files.delete(processFolder.resolve("maps"));
    Files.delete(processFolder.resolve("status"));
    Files.delete(processFolder);
    assertTrue(refusal().startsWith("does not exist: no process has this number here"), refusal());
  }

  @Test
  void anEndedProcessAndAThreadAreRefused() throws IOException {
    write("Z (zombie)", PID, PID, SIGQUIT_CAUGHT, "");
    assertEquals("has ended already", refusal());
    write("S (sleeping)", "4700", PID, SIGQUIT_CAUGHT, JVM_MAPS);
    assertEquals("is a thread of process 4700", refusal());
  }

  @Test
  void aProcessWithUnreadableMapsIsRefusedUnlessItIsListed() throws IOException {
    Files.delete(processFolder.resolve("maps")); // unreadable, for root, too
    assertEquals(
        "cannot be recognized as a JVM: it belongs to the user with number 1001. Run the command as that user",
        refusal());
    attachableJvms =
        List.of("12", PID); // maps of a JVM that may open ports below 1024 are unreadable, too
    assertDoesNotThrow(this::check);
  }

  @Test
  void theProcFilesOfThisSystemAreUnderstood() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")));
    List<String> none = List.of();
    TargetProcess.check("" + ProcessHandle.current().pid(), () -> none);
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      assertEquals(
          "is not a JVM",
          assertThrows(
                  AttachException.class, () -> TargetProcess.check("" + other.pid(), () -> none))
              .getMessage());
    } finally {
      other.destroy();
      assertTrue(other.waitFor(10, TimeUnit.SECONDS));
    }
  }

  private void write(String state, String group, String numbers, String caught, String maps)
      throws IOException {
    Files.writeString(
        processFolder.resolve("status"), """
        Name:\tjava
        State:\t%s
        Tgid:\t%s
        Pid:\t%s
        Uid:\t1000\t1001\t1000\t1000
        NSpid:\t%s
        SigCgt:\t%s
        """.formatted(state, group, PID, numbers, caught));
    Files.writeString(processFolder.resolve("maps"), maps);
  }

  private String refusal() {
    return assertThrows(AttachException.class, this::check).getMessage();
  }

  private void check() throws AttachException {
    TargetProcess.check(
        folder.resolve("proc").toFile(), tempFolder.toFile(), PID, () -> attachableJvms);
  }
}
