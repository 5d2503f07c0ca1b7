package io.clusteragent.instrument;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.Socket;
import java.util.Arrays;

/**
 * Dials nodes with Jedis's own code and the settings of one application connection.
 *
 * <p>The settings are TCP options, timeouts, TLS and host mapping. A dialer keeps the settings, not the connection.
 */
final class JedisDialer implements Dialer {
  private final SocketFactoryTemplate template;
  private final Object[] settings;

  JedisDialer(SocketFactoryTemplate template, Object original) throws IllegalAccessException {
    this.template = template;
    this.settings = template.settingsOf(original);
  }

  @Override
  public Socket dial(NodeAddress address) throws IOException {
    Dialing.begin();
    try {
      return template.open(settings, address);
    } catch (InvocationTargetException e) {
      throw ioException(e.getCause(), address);
    } catch (ReflectiveOperationException e) {
      throw ioException(e, address);
    } finally {
      Dialing.end();
    }
  }

  @Override
  public String client() {
    return JedisVersion.of(template.type());
  }

  @Override
  public boolean parsesCursorsAsInt() {
    return ScanResultMembers.cursorIsInt(template.type());
  }

  /** The JDK's exception, which shows the kind of failure; Jedis wraps it in exceptions of its own. */
  private static IOException ioException(Throwable failure, NodeAddress address) {
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    IOException cause = firstIoException(failure);
    return cause != null
        ? cause
        : new IOException("cannot connect to cluster node " + address, failure);
  }

  private static IOException firstIoException(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException) {
        return (IOException) t;
      }
      for (Throwable suppressed :
          t.getSuppressed()) { // since 4.3: one failure for each address of the host's name
        if (suppressed instanceof IOException) {
          return (IOException) suppressed;
        }
      }
    }
    return null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JedisDialer
        && template == ((JedisDialer) other).template
        && Arrays.equals(settings, ((JedisDialer) other).settings);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(settings);
  }
}
