package io.clusteragent.config;

/** Reads the version of the agent's jar. */
public final class AgentVersion {
  private AgentVersion() {}

  /** The version in the jar's manifest; {@code (not packaged)} when the classes are not in a jar. */
  public static String text() {
    String version = AgentVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
