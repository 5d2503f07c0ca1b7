// since 3.10
package faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends PING to one server again and again, without a client. So neither Jedis nor the agent causes its waits, but the machine,
 * this JVM or the server.
 */
final class PingProbe {
  private static final long PAUSE_MILLIS = 2;
  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

  private final int shard;
  private final String address;
  private volatile long longest;

  /**
   * @param address {@code host:port} of the server
   */
  PingProbe(int shard, String address) {
    this.shard = shard;
    this.address = address;
  }

  void start() {
    Thread thread = new Thread(this::ping, "probe-" + shard);
    thread.setDaemon(true);
    thread.start();
  }

  private void ping() {
    try (Socket socket = connected()) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      long before = Clock.millis();
      while (true) {
        socket.getOutputStream().write(PING);
        for (int b = in.read(); b != '\n'; b = in.read()) {
          if (b < 0) {
            return;
          }
        }
        long now = Clock.millis();
        longest = Math.max(longest, now - before);
        before = now;
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException over) {
      // The server or the load has ended.
    }
  }

  private Socket connected() throws IOException {
    int colon = address.lastIndexOf(':');
    SocketFactory sockets =
        Boolean.getBoolean("load.tls") ? SSLSocketFactory.getDefault() : SocketFactory.getDefault();
    return sockets.createSocket(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  void measure() {
    longest = 0;
  }

  /** {@code probe SHARD LONGEST}: the longest time between two replies, in milliseconds. */
  String line() {
    return "probe " + shard + ' ' + longest;
  }
}
