package io.clusteragent.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** Packages a program and Jedis, relocated to another package, in one jar, as a shading build does. */
final class RelocatedJedis {
  static final String PACKAGE = "com.acme.shaded.jedis";

  private static final String FROM = "redis/clients/jedis/";
  private static final String TO = PACKAGE.replace('.', '/') + "/";

  private RelocatedJedis() {}

  /** Writes the jar. */
  static Path jar(Programs programs, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        JarFile jedis = new JarFile(programs.jedis().toFile());
        Stream<Path> files = Files.walk(programs.classes())) {
      for (JarEntry entry : jedis.stream().toList()) {
        if (entry.getName().startsWith(FROM) && !entry.isDirectory()) {
          boolean isClass = entry.getName().endsWith(".class");
          // Class files name their resources in strings, which are not relocated.
          String name = isClass ? entry.getName().replace(FROM, TO) : entry.getName();
          write(out, name, jedis.getInputStream(entry));
        }
      }
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        write(
            out,
            programs.classes().relativize(file).toString().replace('\\', '/'),
            Files.newInputStream(file));
      }
    }
    return jar;
  }

  private static void write(JarOutputStream out, String name, InputStream file) throws IOException {
    try (file) {
      byte[] bytes = file.readAllBytes();
      out.putNextEntry(new JarEntry(name));
      out.write(name.endsWith(".class") ? relocated(bytes) : bytes);
    }
  }

  private static byte[] relocated(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile).accept(new ClassRemapper(writer, new ToPackage()), 0);
    return writer.toByteArray();
  }

  private static final class ToPackage extends Remapper {
    ToPackage() {
      super(Opcodes.ASM9);
    }

    @Override
    public String map(String internalName) {
      return internalName.startsWith(FROM)
          ? TO + internalName.substring(FROM.length())
          : internalName;
    }
  }
}
