package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Hands out free ports, each to one JVM of this user.
 *
 * <p>A JVM keeps its ports until it ends, also while nobody listens there: a node that was killed finds its port free when it
 * starts again, and the nodes of one JVM never meet those of another at an old address. Byte {@code n} of a file in the
 * temporary directory stands for port {@code n}; the JVM that holds the lock of the byte holds the port, and the system
 * releases the lock when the JVM ends, however it ends.
 */
public final class FreePorts {
  /** The distance of the cluster bus port above the client port, which the server fixes. */
  static final int BUS_DISTANCE = 10_000;

  // Both ports stay below 32768, where Linux starts to hand out ports to outgoing connections: a
  // node that restarts must find its ports free again.
  private static final int LOWEST = 10_500;
  private static final int HIGHEST = 22_500;
  private static final int ATTEMPTS = 1_000;

  private static final FileChannel HELD = open();

  private FreePorts() {}

  /** A random client port that is free together with its bus port. */
  public static int next() {
    return next(0, BUS_DISTANCE);
  }

  /** The first of {@code count} client ports in a row, each free together with its bus port. */
  public static int nextOf(int count) {
    return next(IntStream.range(0, count)
        .flatMap(i -> IntStream.of(i, i + BUS_DISTANCE))
        .toArray());
  }

  /**
   * A random port.
   *
   * @param offsets the ports at these distances are free and held, too
   */
  static synchronized int next(int... offsets) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (hold(port, offsets)) {
        return port;
      }
    }
    throw new IllegalStateException("no free ports between " + LOWEST + " and " + HIGHEST);
  }

  private static boolean hold(int port, int[] offsets) {
    List<FileLock> locks = new ArrayList<>();
    for (int offset : offsets) {
      FileLock lock = lock(port + offset);
      if (lock != null) {
        locks.add(lock);
      }
      if (lock == null || !isFree(port + offset)) {
        locks.forEach(FreePorts::release);
        return false;
      }
    }
    return true;
  }

  /** Null when this JVM or another one holds the port. */
  private static FileLock lock(int port) {
    try {
      return HELD.tryLock(port, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void release(FileLock lock) {
    try {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel open() {
    Path file = Path.of(
        System.getProperty("java.io.tmpdir"),
        "cluster-agent-ports-" + System.getProperty("user.name"));
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("ports are not handed out without " + file, e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
