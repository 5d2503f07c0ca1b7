package scenarios;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/** Another agent, which restores the class file in the jar, and so undoes the changes of agents before it. */
public final class UndoingAgent implements ClassFileTransformer {

  public static void premain(String arguments, Instrumentation instrumentation) {
    instrumentation.addTransformer(new UndoingAgent(), true);
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (!"redis/clients/jedis/Connection".equals(className)) {
      return null;
    }
    try (InputStream in = loader.getResourceAsStream(className + ".class")) {
      ByteArrayOutputStream original = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        original.write(b);
      }
      return original.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
