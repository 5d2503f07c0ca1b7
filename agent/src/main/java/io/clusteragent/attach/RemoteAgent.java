package io.clusteragent.attach;

import io.clusteragent.config.Configuration;
import java.io.File;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.Properties;

/** The agent in another JVM. */
public final class RemoteAgent {
  /** The system property by which the agent in the other JVM says what came of it. */
  public static final String OUTCOME = "io.clusteragent.attached";

  /** The system property by which an agent says that it has started; its value is of no interest. */
  public static final String STARTED = "io.clusteragent.started";

  /** How an outcome begins that is none. */
  public static final String FAILED = "not ";

  private RemoteAgent() {}

  /**
   * Loads the agent into another JVM, or speaks to the one that is there.
   *
   * @param options as behind {@code -javaagent:cluster-agent.jar=}; with {@code enabled=false} it is detached
   * @return what the agent says came of it; begins with {@link #FAILED} when it refused
   * @throws IllegalArgumentException when the options are none
   * @throws AttachException when the JVM cannot be reached
   */
  public static String load(String pid, String options) throws AttachException {
    Configuration.of(options, new Properties(), Collections.<String, String>emptyMap());
    OtherJvm jvm = OtherJvm.attach(pid);
    try {
      jvm.loadAgent(ownJar(), options);
      String outcome = jvm.systemProperty(OUTCOME);
      return outcome == null ? FAILED + "attached: its agent says nothing" : outcome;
    } finally {
      jvm.close();
    }
  }

  /**
   * Where the beans of another JVM can be reached. Nothing is loaded into it but the JDK's own connector, as jconsole does:
   * newer JDKs warn of every agent that is attached, be it there already.
   *
   * @return the URL of a JMX connector
   * @throws AttachException when the JVM cannot be reached, or has no agent
   */
  public static String beans(String pid) throws AttachException {
    OtherJvm jvm = OtherJvm.attach(pid);
    try {
      if (jvm.systemProperty(STARTED) == null) {
        throw new AttachException("has no cluster-agent, or none that has started");
      }
      return jvm.localConnector();
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
      throw new AttachException("the agent's own jar cannot be named: " + e.getMessage());
    }
  }
}
