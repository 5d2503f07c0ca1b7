package felix;

import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Embeds the framework, as a container does, with a configuration of its own. Its arguments: the folder of the bundles, the
 * folder of the framework's cache, and more configuration as key=value.
 */
public final class EmbeddedFelix {
  private EmbeddedFelix() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(Constants.FRAMEWORK_STORAGE, arguments[1]);
    for (int i = 2; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      configuration.put(pair[0], pair[1]);
    }
    Framework framework = ((FrameworkFactory)
            Class.forName("org.apache.felix.framework.FrameworkFactory")
                .getDeclaredConstructor()
                .newInstance())
        .newFramework(configuration);
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (File jar : new File(arguments[0]).listFiles()) {
      bundles.add(framework.getBundleContext().installBundle(jar.toURI().toString()));
    }
    for (Bundle bundle : bundles) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
  }
}
