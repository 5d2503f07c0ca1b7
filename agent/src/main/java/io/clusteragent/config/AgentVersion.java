package io.clusteragent.config;

/** The version of the jar that the agent is. */
public final class AgentVersion {
  private AgentVersion() {}

  /** As its manifest says; a word in its place for classes that are in no jar. */
  public static String text() {
    String version = AgentVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
