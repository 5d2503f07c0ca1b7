package io.clusteragent.attach;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Refuses processes that do not survive the attach API.
 *
 * <p>HotSpot asks a JVM to listen by SIGQUIT. A process that does not catch the signal is ended by it, and one that catches it for
 * itself may end, too, as nginx and gunicorn do. Newer JDKs look whether the signal is caught, JDK 8 to 17 do not look at all. So a
 * process must have the JVM's library in its memory, and catch SIGQUIT or listen already. A JVM that starts just now does not catch
 * it yet; one with the flag {@code -Xrs} never does, and listens from its start.
 *
 * <p>Linux tells all this in {@code /proc}. On macOS and other systems with signals the JVM must be in the list of the attach API.
 * Windows has no signals.
 */
final class TargetProcess {
  private static final int SIGQUIT = 3;
  private static final String[] JVM_LIBRARIES = {"/libjvm.so", "/libj9vm"};

  private final String pid;
  private final File process;
  private final File temporary;
  private final Listed listed;
  private String owner = "?";
  private String inner;
  private boolean catchesSignal;
  private boolean isZombie;

  private TargetProcess(File proc, File temporary, String pid, Listed listed) {
    this.listed = listed;
    this.pid = pid;
    this.inner = pid;
    this.process = new File(proc, pid);
    this.temporary = temporary;
  }

  /**
   * Looks at a process without touching it.
   *
   * @param listed the ids of the JVMs that the attach API knows
   * @throws AttachException when it is no JVM that can be attached to
   */
  static void check(String pid, Listed listed) throws AttachException {
    File proc = new File("/proc");
    if (new File(proc, "self/maps").exists()) {
      check(proc, new File("/tmp"), pid, listed);
    } else if (!System.getProperty("os.name", "").startsWith("Windows")
        && !listed.ids().contains(pid)
        && !new File(System.getProperty("java.io.tmpdir"), ".java_pid" + pid).exists()) {
      throw new AttachException(
          "is no JVM that shows itself to this user. It must be a running JVM of the same user, started"
              + " without -XX:-UsePerfData");
    }
  }

  /** The JVMs that the attach API knows. */
  interface Listed {
    List<String> ids() throws AttachException;
  }

  /** As {@link #check(String, Listed)} on Linux, with other folders for {@code /proc} and {@code /tmp}. */
  static void check(File proc, File temporary, String pid, Listed listed) throws AttachException {
    new TargetProcess(proc, temporary, pid, listed).check();
  }

  private void check() throws AttachException {
    readStatus();
    if (isZombie) {
      throw new AttachException("has ended already");
    }
    if (!isJvm()) {
      throw new AttachException("is no JVM" + inContainer());
    }
    if (!catchesSignal && !isListening()) {
      throw new AttachException(
          "is a JVM that would be ended: it does not catch SIGQUIT yet, by which the attach API asks it to listen. Try again once"
              + " it has started");
    }
  }

  private void readStatus() throws AttachException {
    try (BufferedReader lines = open("status")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split("\\s+");
        switch (words[0]) {
          case "State:":
            isZombie = words[1].equals("Z") || words[1].equals("X");
            break;
          case "Tgid:":
            if (!words[1].equals(pid)) {
              throw new AttachException("is a thread of process " + words[1]);
            }
            break;
          case "Uid:":
            owner = words[2]; // the effective one
            break;
          case "NSpid:":
            inner = words[words.length - 1];
            break;
          case "SigCgt:":
            catchesSignal = (Long.parseUnsignedLong(words[1], 16) & 1L << SIGQUIT - 1) != 0;
            break;
          default:
        }
      }
    } catch (FileNotFoundException e) {
      throw new AttachException(
          "is none: no process has this number here. A JVM in a container has another number outside of it than inside");
    } catch (IOException | NumberFormatException e) {
      throw new AttachException("has ended, or does not show itself: " + e.getMessage());
    }
  }

  private boolean isJvm() throws AttachException {
    try (BufferedReader lines = open("maps")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (String library : JVM_LIBRARIES) {
          if (line.contains(library)) {
            return true;
          }
        }
      }
      return false;
    } catch (
        IOException
            e) { // of another user's process it cannot be read, nor of one with capabilities
      if (listed.ids().contains(pid)) {
        return true;
      }
      throw new AttachException(
          "does not show whether it is a JVM: it belongs to the user with number " + owner
              + ". Run the command as that user" + inContainer());
    }
  }

  private BufferedReader open(String file) throws IOException {
    return new BufferedReader(new InputStreamReader(
        new FileInputStream(new File(process, file)), StandardCharsets.UTF_8));
  }

  /** Whether it has been attached to before; then no signal is needed. */
  private boolean isListening() {
    String socket = ".java_pid" + inner;
    return new File(process, "root/tmp/" + socket).exists() || new File(temporary, socket).exists();
  }

  private String inContainer() {
    return inner.equals(pid) ? "" : ". It runs in a container, where its number is " + inner;
  }
}
