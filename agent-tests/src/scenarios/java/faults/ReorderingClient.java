// since 3.10
package faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A client with a deliberate error: acknowledges a write, but sends it after the next write to the same key. */
final class ReorderingClient extends ForwardingClient {
  private static final int ONE_OF = 50;

  private final AtomicInteger writes = new AtomicInteger();
  private final Map<String, String> heldBack = new ConcurrentHashMap<String, String>();

  ReorderingClient(Client client) {
    super(client);
  }

  @Override
  public void rpush(String key, String value) {
    if (writes.incrementAndGet() % ONE_OF == 0 && heldBack.putIfAbsent(key, value) == null) {
      return;
    }
    super.rpush(key, value);
    String late = heldBack.remove(key);
    if (late != null) {
      super.rpush(key, late);
    }
  }
}
