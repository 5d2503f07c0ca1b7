package io.clusteragent.attach;

import io.clusteragent.config.Configuration;
import java.io.File;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.Properties;

/** Loads the agent into another JVM, and finds its beans. */
public final class RemoteAgent {
  /** The system property in which the agent in the other JVM reports the outcome. */
  public static final String OUTCOME = "io.clusteragent.attached";

  /** The system property that an agent sets when it has started, to any value. */
  public static final String STARTED = "io.clusteragent.started";

  /** The prefix of outcomes that are failures. */
  public static final String FAILED = "not ";

  private RemoteAgent() {}

  /**
   * Loads the agent into another JVM; an agent that is there already gets the options.
   *
   * @param options as behind {@code -javaagent:cluster-agent.jar=}; {@code enabled=false} detaches the agent
   * @return the outcome that the agent reports; begins with {@link #FAILED} when the agent refused
   * @throws IllegalArgumentException when an option is not valid
   * @throws AttachException when the JVM cannot be reached
   */
  public static String load(String pid, String options) throws AttachException {
    Configuration.of(options, new Properties(), Collections.<String, String>emptyMap());
    OtherJvm jvm = OtherJvm.attach(pid);
    try {
      jvm.loadAgent(ownJar(), options);
      String outcome = jvm.systemProperty(OUTCOME);
      return outcome == null ? FAILED + "attached: its agent reports no outcome" : outcome;
    } finally {
      jvm.close();
    }
  }

  /**
   * The URL by which the beans of another JVM can be reached.
   *
   * <p>It starts only the JDK's own connector in that JVM, as jconsole does: newer JDKs print a warning for every agent that is
   * attached, even for one that is loaded already.
   *
   * @return the URL of a JMX connector
   * @throws AttachException when the JVM cannot be reached, or has no agent
   */
  public static String jmxConnectorUrl(String pid) throws AttachException {
    OtherJvm jvm = OtherJvm.attach(pid);
    try {
      if (jvm.systemProperty(STARTED) == null) {
        throw new AttachException("has no cluster-agent, or its cluster-agent has not started");
      }
      return jvm.startJmxConnector();
    } finally {
      jvm.close();
    }
  }

  private static String ownJar() throws AttachException {
    try {
      return new File(RemoteAgent.class
              .getProtectionDomain()
              .getCodeSource()
              .getLocation()
              .toURI())
          .getAbsolutePath();
    } catch (URISyntaxException e) {
      throw new AttachException("the path of the agent's own jar is unknown: " + e.getMessage());
    }
  }
}
