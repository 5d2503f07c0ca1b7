package io.clusteragent.command;

/**
 * Names the way in which the replies of several nodes become one.
 *
 * <p>Source: <a href="https://redis.io/docs/latest/develop/reference/command-tips/">response_policy</a>.
 */
public enum ResponsePolicy {
  /** With keys: the elements in the order of the keys. Without: all elements, in any order. */
  DEFAULT,
  AGG_SUM,
  AGG_MIN,
  AGG_MAX,
  AGG_LOGICAL_AND,
  AGG_LOGICAL_OR,
  /** Any of the replies when none is an error, else the error. */
  ALL_SUCCEEDED,
  /** The first reply that is not an error. */
  ONE_SUCCEEDED,
  /** A way that only this command has. */
  SPECIAL
}
