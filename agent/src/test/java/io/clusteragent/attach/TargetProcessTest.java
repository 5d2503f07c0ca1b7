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

/** Which processes are attached to: those that it does not end. */
class TargetProcessTest {
  private static final String PID = "4711";
  private static final String CAUGHT = "2000000181005ccf"; // of a JVM
  private static final String NOT_CAUGHT = "2000000181005ccb"; // without SIGQUIT
  private static final String JVM_MAPS = """
      55d0c0a00000-55d0c0a01000 r--p 00000000 fd:01 1 /usr/lib/jvm/java-17/bin/java
      7f1c2a000000-7f1c2b000000 r-xp 00000000 fd:01 2 /usr/lib/jvm/java-17/lib/server/libjvm.so
      """;

  @TempDir
  Path folder;

  private List<String> listed = List.of();
  private Path process;
  private Path temporary;

  @BeforeEach
  void makeProcess() throws IOException {
    process = Files.createDirectories(folder.resolve("proc").resolve(PID));
    temporary = Files.createDirectory(folder.resolve("tmp"));
    write("S (sleeping)", PID, PID, CAUGHT, JVM_MAPS);
  }

  @Test
  void aJvmIsAttachedTo() {
    assertDoesNotThrow(this::check);
  }

  @Test
  void aProgramThatIsNoJvmIsNot() throws IOException {
    write("S (sleeping)", PID, PID, CAUGHT, "55d0-55d1 r-xp 0 fd:01 3 /usr/sbin/nginx\n");
    assertEquals("is no JVM", refusal());
  }

  @Test
  void aJvmThatTheSignalWouldEndIsNotUnlessItListensAlready() throws IOException {
    write("S (sleeping)", PID, PID, NOT_CAUGHT, JVM_MAPS);
    assertTrue(refusal().contains("Try again once it has started"), refusal());
    Files.createFile(temporary.resolve(".java_pid" + PID));
    assertDoesNotThrow(this::check);
  }

  @Test
  void inAContainerItListensUnderItsNumberThere() throws IOException {
    write("S (sleeping)", PID, PID + "\t7", NOT_CAUGHT, JVM_MAPS);
    assertThrows(AttachException.class, this::check);
    Files.createFile(Files.createDirectories(process.resolve("root/tmp")).resolve(".java_pid7"));
    assertDoesNotThrow(this::check);
    write("S (sleeping)", PID, PID + "\t7", CAUGHT, "");
    assertEquals("is no JVM. It runs in a container, where its number is 7", refusal());
  }

  @Test
  void aNumberOfNobodyIsNot() throws IOException {
    Files.delete(process.resolve("maps"));
    Files.delete(process.resolve("status"));
    Files.delete(process);
    assertTrue(refusal().startsWith("is none: no process has this number here"), refusal());
  }

  @Test
  void anEndedProcessAndAThreadAreNot() throws IOException {
    write("Z (zombie)", PID, PID, CAUGHT, "");
    assertEquals("has ended already", refusal());
    write("S (sleeping)", "4700", PID, CAUGHT, JVM_MAPS);
    assertEquals("is a thread of process 4700", refusal());
  }

  @Test
  void aProcessThatHidesItsMemoryIsNotUnlessItIsListed() throws IOException {
    Files.delete(process.resolve("maps")); // as unreadable as it is then, for root, too
    assertEquals(
        "does not show whether it is a JVM: it belongs to the user with number 1001. Run the command as that user",
        refusal());
    listed =
        List.of("12", PID); // one that may open ports below 1024 does not show its memory either
    assertDoesNotThrow(this::check);
  }

  @Test
  void whatThisSystemSaysOfItsProcessesIsUnderstood() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")));
    List<String> nobody = List.of();
    TargetProcess.check("" + ProcessHandle.current().pid(), () -> nobody);
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      assertEquals(
          "is no JVM",
          assertThrows(
                  AttachException.class, () -> TargetProcess.check("" + other.pid(), () -> nobody))
              .getMessage());
    } finally {
      other.destroy();
      assertTrue(other.waitFor(10, TimeUnit.SECONDS));
    }
  }

  private void write(String state, String group, String numbers, String caught, String maps)
      throws IOException {
    Files.writeString(process.resolve("status"), """
        Name:\tjava
        State:\t%s
        Tgid:\t%s
        Pid:\t%s
        Uid:\t1000\t1001\t1000\t1000
        NSpid:\t%s
        SigCgt:\t%s
        """.formatted(state, group, PID, numbers, caught));
    Files.writeString(process.resolve("maps"), maps);
  }

  private String refusal() {
    return assertThrows(AttachException.class, this::check).getMessage();
  }

  private void check() throws AttachException {
    TargetProcess.check(folder.resolve("proc").toFile(), temporary.toFile(), PID, () -> listed);
  }
}
