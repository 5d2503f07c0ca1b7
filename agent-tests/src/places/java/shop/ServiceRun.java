package shop;

import java.util.function.BiConsumer;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Does everything that the service does once, and prints the results. */
@Component
class ServiceRun implements ApplicationRunner {
  private final DataWork data;
  private final CacheWork cache;
  private final SessionWork sessions;

  ServiceRun(DataWork data, CacheWork cache, SessionWork sessions) {
    this.data = data;
    this.cache = cache;
    this.sessions = sessions;
  }

  @Override
  public void run(ApplicationArguments arguments) throws Exception {
    System.out.println("== data");
    data.run(print());
    System.out.println("== end\n== cache");
    cache.run(print());
    System.out.println("== end\n== sessions");
    sessions.run(print());
    System.out.println("== end");
  }

  private static BiConsumer<String, Object> print() {
    return (what, value) -> System.out.println(what + " -> " + value);
  }
}
