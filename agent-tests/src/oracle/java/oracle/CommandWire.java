// since 3.0
package oracle;

import redis.clients.jedis.Connection;

final class CommandWire extends Connection implements Wire {
  CommandWire(String host, int port) {
    super(host, port);
    setSoTimeout(TIMEOUT_MILLIS);
  }

  @Override
  public void write(byte[] name, byte[][] arguments) {
    sendCommand(() -> name, arguments);
  }

  @Override
  public Object read() {
    return getOne();
  }
}
