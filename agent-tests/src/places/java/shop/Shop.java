package shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a typical service: Spring Boot, with Redis on Jedis for data, cache and the sessions of its web pages. */
@SpringBootApplication
@EnableCaching
public class Shop {
  public static void main(String[] arguments) {
    ConfigurableApplicationContext shop = SpringApplication.run(Shop.class, arguments);
    System.exit(SpringApplication.exit(shop));
  }
}
