package shop;

import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** Uses the cache through annotations. */
@Component
class CacheWork {
  private static final int PRODUCTS = 30;

  private final Prices prices;

  CacheWork(Prices prices) {
    this.prices = prices;
  }

  void run(BiConsumer<String, Object> out) {
    for (int i = 0; i < PRODUCTS; i++) {
      out.accept("first look-up", prices.of("product" + i));
    }
    for (int i = 0; i < PRODUCTS; i++) {
      out.accept("from the cache", prices.of("product" + i));
    }
    out.accept("changed", prices.change("product3", 1000));
    out.accept("from the cache", prices.of("product3"));
    prices.forget("product4");
    out.accept("forgotten", prices.of("product4"));
    prices.forgetAll();
    for (int i = 0; i < PRODUCTS; i++) {
      out.accept("after all were forgotten", prices.of("product" + i));
    }
  }
}
