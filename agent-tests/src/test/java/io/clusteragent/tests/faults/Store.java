package io.clusteragent.tests.faults;

import java.util.List;

/** What the servers hold in the end. */
interface Store {
  /** Empty if there is none. */
  List<String> list(String key);

  /** Null if there is none. */
  String value(String key);
}
