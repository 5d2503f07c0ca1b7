// since 3.10
package faults;

import java.util.concurrent.atomic.AtomicInteger;

/** A client with a deliberate error: acknowledges some writes without sending them. */
final class DroppingClient extends ForwardingClient {
  private static final int ONE_OF = 50;

  private final AtomicInteger writes = new AtomicInteger();

  DroppingClient(Client client) {
    super(client);
  }

  @Override
  public void incr(String key) {
    if (isSent()) {
      super.incr(key);
    }
  }

  @Override
  public void rpush(String key, String value) {
    if (isSent()) {
      super.rpush(key, value);
    }
  }

  @Override
  public void set(String key, String value) {
    if (isSent()) {
      super.set(key, value);
    }
  }

  private boolean isSent() {
    return writes.incrementAndGet() % ONE_OF != 0;
  }
}
