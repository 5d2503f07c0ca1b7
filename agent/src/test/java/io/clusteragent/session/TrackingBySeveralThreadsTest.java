package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.protocol.ReplyFramer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thread sends commands while others check for invalidations, with the locks that Jedis's CacheConnection takes. */
class TrackingBySeveralThreadsTest {
  private static final String[] KEYS = {"a", "b", "c", "d", "f", "g"};

  private final ReentrantLock reading = new ReentrantLock();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final byte[] buffer = new byte[8192];
  private int at;
  private int limit;
  private FakeCluster cluster;
  private Application application;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(3);
    application = cluster.connect(cluster.nodes.get(0));
    application.call("HELLO 3");
    application.call("CLIENT TRACKING ON");
    for (String key : KEYS) {
      application.call("SET " + key + " " + key);
    }
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  @Test
  void eachCommandGetsItsOwnReply() throws Exception {
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(start(this::look));
    }
    others.add(start(this::push));
    int commands = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    application.timeout(5000);
    try {
      for (; System.nanoTime() < end && wrong.isEmpty(); commands++) {
        String key = KEYS[commands % KEYS.length];
        application.send("GET " + key);
        String reply = reply();
        if (!reply.equals("$1 " + key)) {
          wrong.add("GET " + key + " answered " + reply);
        }
      }
    } finally {
      over.set(true);
      for (Thread other : others) {
        other.join();
      }
    }
    assertEquals(List.of(), wrong, "after " + commands + " commands");
  }

  private Thread start(Act act) {
    Thread thread = new Thread(() -> {
      try {
        while (!over.get()) {
          act.run();
        }
      } catch (IOException | RuntimeException e) {
        wrong.add(String.valueOf(e));
      }
    });
    thread.start();
    return thread;
  }

  private interface Act {
    void run() throws IOException;
  }

  private void push() {
    FakeNode node = cluster.nodes.get(ThreadLocalRandom.current().nextInt(3));
    node.push(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nx\r\n");
    LockSupport.parkNanos(50_000); // without a pause the test would only measure the reading speed
  }

  // ---- as CacheConnection does it

  private String reply() throws IOException {
    reading.lock();
    try {
      while (peek() == '>') {
        frame();
      }
      return frame();
    } finally {
      reading.unlock();
    }
  }

  private void look() throws IOException {
    if (available() > 0 && reading.tryLock()) {
      try {
        while (available() > 0 && peek() == '>') {
          frame();
        }
      } finally {
        reading.unlock();
      }
    }
  }

  private int available() throws IOException {
    return Math.max(limit - at, application.socket.getInputStream().available());
  }

  private byte peek() throws IOException {
    if (at >= limit) {
      InputStream in = application.socket.getInputStream();
      at = 0;
      limit = in.read(buffer, 0, buffer.length);
    }
    return buffer[at];
  }

  private String frame() throws IOException {
    ReplyFramer framer = new ReplyFramer();
    framer.begin();
    StringBuilder frame = new StringBuilder();
    while (!framer.atEnd()) {
      frame.append((char) peek());
      framer.feed(buffer, at, at + 1);
      at++;
    }
    return Wire.oneLine(frame.toString());
  }
}
