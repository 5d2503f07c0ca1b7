package io.clusteragent.hashtag;

/** Two names of the application would share one key in the cluster. */
public final class AmbiguousNameException extends Exception {
  private static final long serialVersionUID = 1;

  AmbiguousNameException(String rule) {
    super("this key is the one that the rule " + rule
        + " makes of another name of the application; use one of both names, or change the rule");
  }
}
