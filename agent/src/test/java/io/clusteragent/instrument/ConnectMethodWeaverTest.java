package io.clusteragent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class ConnectMethodWeaverTest {

  @Test
  void addsThreeCallsAndNothingElse() throws Exception {
    byte[] original = WovenJedis.connectionClassFile();
    List<String> added = calls(ConnectMethodWeaver.weave(original));
    for (String call : calls(original)) {
      added.remove(call);
    }
    assertEquals(
        List.of(
            "connect()V -> io/clusteragent/instrument/Gateway.connecting",
            "connect()V -> io/clusteragent/instrument/Gateway.opened",
            "connect()V -> io/clusteragent/instrument/Gateway.connectFailed"),
        added);
  }

  @Test
  void refusesAClassThatMakesNoSocketInConnect() throws Exception {
    assertNull(
        ConnectMethodWeaver.weave(renamed(WovenJedis.connectionClassFile(), "connect", "join")));
  }

  @Test
  void refusesAClassWithoutTheSocketField() throws Exception {
    assertNull(
        ConnectMethodWeaver.weave(renamed(WovenJedis.connectionClassFile(), "socket", "wire")));
  }

  private static List<String> calls(byte[] classFile) {
    List<String> calls = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  String signature,
                  String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String called, String type, boolean isInterface) {
                    calls.add(name + descriptor + " -> " + owner + "." + called);
                  }
                };
              }
            },
            0);
    return calls;
  }

  /** The class file with one member declared under another name. */
  private static byte[] renamed(byte[] classFile, String from, String to) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  String signature,
                  String[] exceptions) {
                return super.visitMethod(
                    access, name.equals(from) ? to : name, descriptor, signature, exceptions);
              }

              @Override
              public FieldVisitor visitField(
                  int access, String name, String descriptor, String signature, Object value) {
                return super.visitField(
                    access, name.equals(from) ? to : name, descriptor, signature, value);
              }
            },
            0);
    return writer.toByteArray();
  }
}
