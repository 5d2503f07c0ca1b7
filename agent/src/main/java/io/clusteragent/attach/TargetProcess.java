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
 * Refuses processes that the attach API would end.
 *
 * <p>HotSpot's attach API sends SIGQUIT to make a JVM listen. The signal ends a process that does not catch it. A process that
 * catches it for its own use may end, too, as nginx and gunicorn do. Newer JDKs check that the process catches the signal; JDK 8
 * to 17 check nothing. So a process must have the JVM's library in its memory, and catch SIGQUIT or listen already. A starting
 * JVM does not catch the signal yet. A JVM with the flag {@code -Xrs} never catches it, and listens from its start.
 *
 * <p>On Linux, {@code /proc} shows all this. On macOS and other systems with signals, the attach API must list the JVM. Windows
 * has no signals.
 */
final class TargetProcess {
  private static final int SIGQUIT = 3;
  private static final String[] JVM_LIBRARIES = {"/libjvm.so", "/libj9vm"};

  private final String pid;
  private final File processFolder;
  private final File tempFolder;
  private final JvmList attachableJvms;
  private String owner = "?";
  private String innermostPid;
  private boolean catchesSignal;
  private boolean isZombie;

  private TargetProcess(File proc, File tempFolder, String pid, JvmList attachableJvms) {
    this.attachableJvms = attachableJvms;
    this.pid = pid;
    this.innermostPid = pid;
    this.processFolder = new File(proc, pid);
    this.tempFolder = tempFolder;
  }

  /**
   * Looks at a process without touching it.
   *
   * @param attachableJvms the ids of the JVMs that the attach API knows
   * @throws AttachException when the process is not a JVM that can be attached to
   */
  static void check(String pid, JvmList attachableJvms) throws AttachException {
    File proc = new File("/proc");
    if (new File(proc, "self/maps").exists()) {
      check(proc, new File("/tmp"), pid, attachableJvms);
    } else if (!System.getProperty("os.name", "").startsWith("Windows")
        && !attachableJvms.ids().contains(pid)
        && !new File(System.getProperty("java.io.tmpdir"), ".java_pid" + pid).exists()) {
      throw new AttachException(
          "is not among the JVMs that this user can see. It must be a running JVM of the same user, started"
              + " without -XX:-UsePerfData");
    }
  }

  /** The JVMs that the attach API knows. */
  interface JvmList {
    List<String> ids() throws AttachException;
  }

  /** As {@link #check(String, JvmList)} on Linux, with other folders for {@code /proc} and {@code /tmp}. */
  static void check(File proc, File tempFolder, String pid, JvmList attachableJvms)
      throws AttachException {
    new TargetProcess(proc, tempFolder, pid, attachableJvms).check();
  }

  private void check() throws AttachException {
    readStatus();
    if (isZombie) {
      throw new AttachException("has ended already");
    }
    if (!isJvm()) {
      throw new AttachException("is not a JVM" + containerHint());
    }
    if (!catchesSignal && !isListening()) {
      throw new AttachException(
          "is a JVM that the attach API would end: it does not catch SIGQUIT yet, the signal to listen. Try again once"
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
            innermostPid = words[words.length - 1];
            break;
          case "SigCgt:":
            catchesSignal = (Long.parseUnsignedLong(words[1], 16) & 1L << SIGQUIT - 1) != 0;
            break;
          default:
        }
      }
    } catch (FileNotFoundException e) {
      throw new AttachException(
          "does not exist: no process has this number here. A JVM in a container has one number inside the container and another"
              + " one outside");
    } catch (IOException | NumberFormatException e) {
      throw new AttachException("has ended, or its status cannot be read: " + e.getMessage());
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
    } catch (IOException e) { // unreadable for processes of other users, or with capabilities
      if (attachableJvms.ids().contains(pid)) {
        return true;
      }
      throw new AttachException("cannot be recognized as a JVM: it belongs to the user with number "
          + owner + ". Run the command as that user" + containerHint());
    }
  }

  private BufferedReader open(String file) throws IOException {
    return new BufferedReader(new InputStreamReader(
        new FileInputStream(new File(processFolder, file)), StandardCharsets.UTF_8));
  }

  /** Whether the JVM listens already, as after an earlier attachment; then the API sends no signal. */
  private boolean isListening() {
    String socket = ".java_pid" + innermostPid;
    return new File(processFolder, "root/tmp/" + socket).exists()
        || new File(tempFolder, socket).exists();
  }

  private String containerHint() {
    return innermostPid.equals(pid)
        ? ""
        : ". It runs in a container, where its number is " + innermostPid;
  }
}
