package io.clusteragent.tests.faults;

import java.util.List;

/** The data on the servers at the end. */
interface Store {
  /** The elements of a list; empty if there is none. */
  List<String> list(String key);

  /** The value of a key; null if there is none. */
  String value(String key);
}
