package oracle;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.exceptions.JedisDataException;

/** Sends any command on a Jedis connection, also commands that Jedis does not have, and reads the replies one by one. */
interface Wire extends Closeable {
  int TIMEOUT_MILLIS = 20_000;

  void write(byte[] name, byte[][] arguments);

  /** The next reply as Jedis reads it: byte[], Long, null, a List of these; in RESP3 also Double, Boolean and map entries. */
  Object read();

  @Override
  void close();

  /** Sends a command without a Jedis method, which works differently before and after Jedis 3.0. */
  static Wire open(String host, int port) {
    try {
      Class<?> kind;
      try {
        kind = Class.forName("oracle.CommandWire");
      } catch (ClassNotFoundException before3) {
        kind = Class.forName("oracle.StreamWire");
      }
      return (Wire) kind.getDeclaredConstructor(String.class, int.class).newInstance(host, port);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a command, encoded in ISO-8859-1. */
  default void send(List<String> words) {
    byte[][] arguments = new byte[words.size() - 1][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = bytes(words.get(i + 1));
    }
    write(bytes(words.get(0)), arguments);
  }

  /** The next reply; an error reply as the exception that Jedis makes of it. */
  default Object receive() {
    try {
      return read();
    } catch (JedisDataException error) {
      return error;
    }
  }

  default Object call(List<String> words) {
    send(words);
    return receive();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
