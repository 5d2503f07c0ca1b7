package io.clusteragent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JdkToolTest {

  @Test
  void theToolsOfJdk8AreToldByTheirPackage() {
    assertTrue(JdkTool.is("com.sun.tools.javac.Main Program.java", null));
    assertTrue(JdkTool.is("sun.security.tools.keytool.Main -list", null));
  }

  @Test
  void laterToolsAreToldByTheirModule() {
    assertTrue(JdkTool.is("jdk.jcmd/sun.tools.jcmd.JCmd 1 VM.flags", "jdk.jcmd"));
    assertTrue(JdkTool.is("java.base/sun.security.tools.keytool.Main -list", "java.base"));
  }

  @Test
  void programsAreNotTools() {
    assertFalse(JdkTool.is("legacy.jar --port 80", null));
    assertFalse(JdkTool.is("com.acme.Main", null));
    assertFalse(JdkTool.is("com.acme.app/com.acme.Main", "com.acme.app"));
    assertFalse(JdkTool.is(null, null));
  }

  @Test
  void aProgramStartedFromItsSourceIsNotATool() {
    assertFalse(
        JdkTool.is("jdk.compiler/com.sun.tools.javac.launcher.Main Program.java", "jdk.compiler"));
  }
}
