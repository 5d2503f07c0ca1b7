// until 3.0
package oracle;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Writes commands to the connection's stream: before Jedis 3.0 commands are an enum, which cannot have others. */
final class StreamWire extends Connection implements Wire {
  StreamWire(String host, int port) {
    super(host, port);
    setSoTimeout(TIMEOUT_MILLIS);
  }

  @Override
  public void write(byte[] name, byte[][] arguments) {
    connect();
    try {
      Field field = Connection.class.getDeclaredField("outputStream");
      field.setAccessible(true);
      OutputStream out = (OutputStream) field.get(this);
      out.write(Wire.bytes("*" + (arguments.length + 1) + "\r\n"));
      writeBulk(out, name);
      for (byte[] argument : arguments) {
        writeBulk(out, argument);
      }
    } catch (IOException e) {
      throw new JedisConnectionException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeBulk(OutputStream out, byte[] bytes) throws IOException {
    out.write(Wire.bytes("$" + bytes.length + "\r\n"));
    out.write(bytes);
    out.write(Wire.bytes("\r\n"));
  }

  @Override
  public Object read() {
    return getOne();
  }
}
