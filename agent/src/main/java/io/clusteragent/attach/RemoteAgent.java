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

  /** The system property by which an agent that has started says its version. */
  public static final String VERSION = "io.clusteragent.version";

  /** The system property by which the agent in the other JVM answers a question. */
  public static final String ANSWER = "io.clusteragent.answer";

  /** How the arguments of an agent begin that is only asked something; no option is spelled so. */
  public static final String QUESTION = "?";

  /** What the beans show. */
  public static final String STATUS = QUESTION + "status";

  /** Asks the nodes for the slot maps. */
  public static final String REFRESH = QUESTION + "refresh";

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
   * Asks the agent in another JVM something; where there is none, nothing is loaded.
   *
   * @param question {@link #STATUS} or {@link #REFRESH}
   * @return begins with {@link #FAILED} when it cannot answer
   * @throws AttachException when the JVM cannot be reached, or has no agent
   */
  public static String ask(String pid, String question) throws AttachException {
    OtherJvm jvm = OtherJvm.attach(pid);
    try {
      if (jvm.systemProperty(VERSION) == null) {
        throw new AttachException("has no cluster-agent, or it did not start");
      }
      jvm.loadAgent(ownJar(), question);
      String answer = jvm.systemProperty(ANSWER);
      return answer == null ? FAILED + "answered" : answer;
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
