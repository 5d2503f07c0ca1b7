package shop;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** Computes prices slowly, so that they are cached. */
@Service
public class Prices {
  private final AtomicInteger lookUps = new AtomicInteger();

  @Cacheable("prices")
  public String of(String product) {
    return product + " costs " + lookUps.incrementAndGet();
  }

  @CachePut(cacheNames = "prices", key = "#product")
  public String change(String product, int price) {
    return product + " costs " + price;
  }

  @CacheEvict("prices")
  public void forget(String product) {}

  @CacheEvict(cacheNames = "prices", allEntries = true)
  public void forgetAll() {}
}
