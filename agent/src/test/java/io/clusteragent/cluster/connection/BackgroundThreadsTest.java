package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackgroundThreadsTest {
  private static final InheritableThreadLocal<Object> APPLICATION_VALUE =
      new InheritableThreadLocal<>();

  @Test
  void aThreadInheritsNothingFromTheOneThatStartedIt() throws Exception {
    APPLICATION_VALUE.set(new Object());
    AtomicReference<Object> inherited = new AtomicReference<>();
    try {
      Thread thread =
          new BackgroundThreads("test").newThread(() -> inherited.set(APPLICATION_VALUE.get()));
      thread.start();
      thread.join();
      assertNull(thread.getContextClassLoader());
    } finally {
      APPLICATION_VALUE.remove();
    }

    assertNull(inherited.get());
  }
}
