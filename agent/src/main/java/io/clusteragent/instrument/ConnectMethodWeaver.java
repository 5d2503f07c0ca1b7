package io.clusteragent.instrument;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Puts the hook into {@code Connection.connect()}: just before Jedis asks its new socket for the output stream, the
 * socket is shown to {@link Gateway#opened} and replaced, on the stack and in the field, by what comes back.
 *
 * <pre>{@code
 * before:  outputStream = new RedisOutputStream(socket.getOutputStream());
 * after:   outputStream = new RedisOutputStream((socket = Gateway.opened(socket, this)).getOutputStream());
 * }</pre>
 *
 * <p>No branch is added, so the stack map frames of the method stay valid.
 */
final class ConnectMethodWeaver extends ClassVisitor {
  private static final String SOCKET = "java/net/Socket";
  private static final String SOCKET_FIELD = "socket";
  private static final String FACADE = "io/clusteragent/instrument/Gateway";

  private String owner;
  private boolean hasSocketField;
  private int sites;

  private ConnectMethodWeaver(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /**
   * @param connectionClass a class file of {@code redis.clients.jedis.Connection}
   * @return the class file with the hook, or {@code null} when the class is not built as every known line is
   */
  static byte[] weave(byte[] connectionClass) {
    ClassReader reader = new ClassReader(connectionClass);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    ConnectMethodWeaver weaver = new ConnectMethodWeaver(writer);
    reader.accept(weaver, 0);
    return weaver.hasSocketField && weaver.sites == 1 ? writer.toByteArray() : null;
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
    return name.equals("connect") && descriptor.equals("()V") ? new Hook(next) : next;
  }

  private final class Hook extends MethodVisitor {
    Hook(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String type, String name, String descriptor, boolean isInterface) {
      if (type.equals(SOCKET) && name.equals("getOutputStream")) {
        sites++;
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            FACADE,
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
  }
}
