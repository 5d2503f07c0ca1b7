package io.clusteragent.instrument;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Adds three calls of {@link Gateway} to {@code Connection.connect()}.
 *
 * <ul>
 *   <li>{@link Gateway#connecting} runs before Jedis makes a socket. It may end the attempt, when the connection is to be made to
 *       another address.
 *   <li>{@link Gateway#opened} runs just before Jedis takes the output stream of its new socket. The socket that it returns
 *       replaces Jedis's, on the stack and in the field.
 *   <li>{@link Gateway#connectFailed} gets what the method throws. It connects the connection to another node, or throws the
 *       failure again.
 * </ul>
 *
 * <pre>{@code
 * before:  ...
 *          outputStream = new RedisOutputStream(socket.getOutputStream());
 *          ...
 *
 * after:   try {
 *            ...
 *            Gateway.connecting(this);
 *            socket = ...
 *            outputStream = new RedisOutputStream((socket = Gateway.opened(socket, this)).getOutputStream());
 *            ...
 *          } catch (Throwable failure) {
 *            Gateway.connectFailed(this, failure);
 *          }
 * }</pre>
 *
 * <p>The handler is the last entry of the exception table, so the method's own handlers come first. It is the only new jump
 * target. So class files that have stack map frames get one more frame.
 */
final class ConnectMethodWeaver extends ClassVisitor {
  private static final String SOCKET = "java/net/Socket";
  private static final String SOCKET_FIELD = "socket";
  private static final String GATEWAY = "io/clusteragent/instrument/Gateway";
  private static final String THROWABLE = "java/lang/Throwable";

  private String owner;
  private boolean hasFrames;
  private boolean hasSocketField;
  private int socketCreations;
  private int outputStreamCalls;
  private int connectMethods;

  private ConnectMethodWeaver(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /**
   * @param connectionClass a class file of {@code redis.clients.jedis.Connection}
   * @return the class file with the hooks, or {@code null} when the class differs from every known Jedis line
   */
  static byte[] weave(byte[] connectionClass) {
    ClassReader reader = new ClassReader(connectionClass);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    ConnectMethodWeaver weaver = new ConnectMethodWeaver(writer);
    reader.accept(weaver, 0);
    boolean isKnownShape = weaver.hasSocketField
        && weaver.socketCreations == 1
        && weaver.outputStreamCalls == 1
        && weaver.connectMethods == 1;
    return isKnownShape ? writer.toByteArray() : null;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    owner = name;
    hasFrames = (version & 0xFFFF) >= Opcodes.V1_6; // the upper half is the minor version
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    hasSocketField |= name.equals(SOCKET_FIELD) && descriptor.equals("L" + SOCKET + ";");
    return super.visitField(access, name, descriptor, signature, value);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return name.equals("connect") && descriptor.equals("()V") ? new Hooks(next) : next;
  }

  private final class Hooks extends MethodVisitor {
    private final Label start = new Label();

    Hooks(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      super.visitLabel(start);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW && type.equals(SOCKET)) { // until 3.2
        visitSocketCreation();
      }
      super.visitTypeInsn(opcode, type);
    }

    private void visitSocketCreation() {
      socketCreations++;
      super.visitVarInsn(Opcodes.ALOAD, 0);
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, GATEWAY, "connecting", "(Ljava/lang/Object;)V", false);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String type, String name, String descriptor, boolean isInterface) {
      if (descriptor.equals(
          "()L" + SOCKET + ";")) { // the socket factory's createSocket(), since 3.3
        visitSocketCreation();
      }
      if (type.equals(SOCKET) && name.equals("getOutputStream")) {
        outputStreamCalls++;
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            GATEWAY,
            "opened",
            "(L" + SOCKET + ";Ljava/lang/Object;)L" + SOCKET + ";",
            false);
        super.visitInsn(Opcodes.DUP);
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitInsn(Opcodes.SWAP);
        super.visitFieldInsn(Opcodes.PUTFIELD, owner, SOCKET_FIELD, "L" + SOCKET + ";");
      }
      super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      connectMethods++;
      Label end = new Label();
      super.visitTryCatchBlock(start, end, end, THROWABLE);
      super.visitLabel(end);
      if (hasFrames) {
        super.visitFrame(Opcodes.F_FULL, 1, new Object[] {owner}, 1, new Object[] {THROWABLE});
      }
      super.visitVarInsn(Opcodes.ALOAD, 0);
      super.visitInsn(Opcodes.SWAP);
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          GATEWAY,
          "connectFailed",
          "(Ljava/lang/Object;L" + THROWABLE + ";)V",
          false);
      super.visitInsn(Opcodes.RETURN);
      super.visitMaxs(maxStack, maxLocals);
    }
  }
}
