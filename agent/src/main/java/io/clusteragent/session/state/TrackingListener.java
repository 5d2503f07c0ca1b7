package io.clusteragent.session.state;

/** Is called by the thread that uses a session that tracks keys (CLIENT TRACKING). */
public interface TrackingListener {

  /** The nodes push invalidations from now on. */
  void started();

  /** The nodes no longer track the keys that the application has cached. */
  void forgotten();
}
