package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackgroundThreadsTest {
  private static final InheritableThreadLocal<Object> OF_THE_APPLICATION =
      new InheritableThreadLocal<>();

  @Test
  void aThreadKeepsNothingOfTheOneThatStartedIt() throws Exception {
    OF_THE_APPLICATION.set(new Object());
    AtomicReference<Object> inherited = new AtomicReference<>();
    try {
      Thread thread =
          new BackgroundThreads("test").newThread(() -> inherited.set(OF_THE_APPLICATION.get()));
      thread.start();
      thread.join();
      assertNull(thread.getContextClassLoader());
    } finally {
      OF_THE_APPLICATION.remove();
    }

    assertNull(inherited.get());
  }
}
