package io.clusteragent.tests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Writes a copy of the agent's jar whose counting and timing methods are empty, to measure their cost. */
final class UncountedAgent {
  private static final String METRICS = "io/clusteragent/metrics/";
  private static final Set<String> COUNTING =
      Set.of("sent", "alone", "untimed", "settled", "add", "record");

  private UncountedAgent() {}

  /** Writes the jar into the directory of the agent's jar. */
  static Path of(Path agent) {
    Path uncounted = agent.resolveSibling("uncounted-" + agent.getFileName());
    try (JarFile from = new JarFile(agent.toFile());
        JarOutputStream to = new JarOutputStream(Files.newOutputStream(uncounted))) {
      for (JarEntry entry : from.stream().toList()) {
        boolean counts = entry.getName().startsWith(METRICS) && entry.getName().endsWith(".class");
        try (InputStream file = from.getInputStream(entry)) {
          byte[] bytes = file.readAllBytes();
          to.putNextEntry(new JarEntry(entry.getName()));
          to.write(counts ? emptied(bytes) : bytes);
        }
      }
      return uncounted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] emptied(byte[] classFile) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    new ClassReader(classFile).accept(new Emptying(writer), 0);
    return writer.toByteArray();
  }

  private static final class Emptying extends ClassVisitor {
    Emptying(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (!COUNTING.contains(name) || !descriptor.endsWith(")V")) {
        return method;
      }
      method.visitCode();
      method.visitInsn(Opcodes.RETURN);
      method.visitMaxs(0, 0);
      method.visitEnd();
      return null;
    }
  }
}
