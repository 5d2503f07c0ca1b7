package scenarios;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** Runs a program in a class loader that delegates to the JDK only, as a container does. */
public final class IsolatedProgram {
  private IsolatedProgram() {}

  public static void main(String[] arguments) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(path).toURI().toURL());
    }
    ClassLoader isolating = new URLClassLoader(urls.toArray(new URL[0]), null);
    Thread.currentThread().setContextClassLoader(isolating);
    isolating.loadClass("scenarios.Runner").getMethod("main", String[].class).invoke(null, (Object)
        arguments);
  }
}
