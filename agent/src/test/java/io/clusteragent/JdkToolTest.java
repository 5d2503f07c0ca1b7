package io.clusteragent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JdkToolTest {

  @Test
  void toolsOfJdk8AreRecognizedByTheirPackage() {
    assertTrue(JdkTool.isJdkTool("com.sun.tools.javac.Main Program.java", null));
    assertTrue(JdkTool.isJdkTool("sun.security.tools.keytool.Main -list", null));
  }

  @Test
  void laterToolsAreRecognizedByTheirModule() {
    assertTrue(JdkTool.isJdkTool("jdk.jcmd/sun.tools.jcmd.JCmd 1 VM.flags", "jdk.jcmd"));
    assertTrue(JdkTool.isJdkTool("java.base/sun.security.tools.keytool.Main -list", "java.base"));
  }

  @Test
  void programsAreNotTools() {
    assertFalse(JdkTool.isJdkTool("legacy.jar --port 80", null));
    assertFalse(JdkTool.isJdkTool("com.acme.Main", null));
    assertFalse(JdkTool.isJdkTool("com.acme.app/com.acme.Main", "com.acme.app"));
    assertFalse(JdkTool.isJdkTool(null, null));
  }

  @Test
  void aProgramStartedFromItsSourceIsNotATool() {
    assertFalse(JdkTool.isJdkTool(
        "jdk.compiler/com.sun.tools.javac.launcher.Main Program.java", "jdk.compiler"));
  }
}
