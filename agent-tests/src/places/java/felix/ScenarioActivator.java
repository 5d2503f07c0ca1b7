package felix;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import scenarios.Runner;

/** Runs scenarios when its bundle starts, and then ends the JVM. */
public final class ScenarioActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    String[] scenarios = System.getProperty("felix.scenarios").split(",");
    // The framework cannot stop while it waits for this method.
    new Thread(() -> run(scenarios), "scenarios").start();
  }

  private static void run(String[] scenarios) {
    try {
      Runner.main(scenarios);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  @Override
  public void stop(BundleContext context) {
    // There is nothing to release.
  }
}
