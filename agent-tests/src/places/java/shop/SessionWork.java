package shop;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.springframework.core.env.Environment;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;
import org.springframework.util.StreamUtils;

/** Visits the pages as a browser does, with sessions that are stored in Redis. */
@Component
class SessionWork {
  private static final int VISITORS = 10;
  private static final int LONGEST_WAIT_SECONDS = 20;

  private final FindByIndexNameSessionRepository<? extends Session> sessions;
  private final SessionEndListener ended;
  private final Environment environment;

  SessionWork(
      FindByIndexNameSessionRepository<? extends Session> sessions,
      SessionEndListener ended,
      Environment environment) {
    this.sessions = sessions;
    this.ended = ended;
    this.environment = environment;
  }

  void run(BiConsumer<String, Object> out) throws Exception {
    List<Visitor> visitors = new ArrayList<>();
    for (int i = 0; i < VISITORS; i++) {
      Visitor visitor = new Visitor("visitor" + i);
      visitors.add(visitor);
      out.accept("login", visitor.get("/login?name=" + visitor.name));
    }
    for (int i = 0; i < 3; i++) {
      for (Visitor visitor : visitors) {
        out.accept("add", visitor.get("/add?product=" + i));
      }
    }
    for (Visitor visitor : visitors) {
      out.accept("found by name", sessions.findByPrincipalName(visitor.name).size());
    }
    String leaving = idOf(sessions, "visitor0");
    sessions.deleteById(leaving);
    out.accept("told that it left", leaving.equals(next(ended.deleted)));
    for (int i = 1; i < VISITORS; i++) {
      String expiring = expire(sessions, "visitor" + i);
      out.accept("told that it expired", expiring.equals(next(ended.expired)));
    }
    out.accept("add after all", visitors.get(0).get("/add?product=9"));
  }

  private static String next(java.util.concurrent.BlockingQueue<String> events)
      throws InterruptedException {
    return events.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static <S extends Session> String idOf(
      FindByIndexNameSessionRepository<S> sessions, String name) {
    return sessions.findByPrincipalName(name).keySet().iterator().next();
  }

  private static <S extends Session> String expire(
      FindByIndexNameSessionRepository<S> sessions, String name) {
    String id = idOf(sessions, name);
    S session = sessions.findById(id);
    session.setMaxInactiveInterval(Duration.ofSeconds(1));
    sessions.save(session);
    return id;
  }

  /** Sends requests with cookies, as a browser does. */
  private final class Visitor {
    private final String name;
    private String cookie;

    Visitor(String name) {
      this.name = name;
    }

    String get(String page) throws IOException {
      HttpURLConnection connection = (HttpURLConnection)
          new URL("http://127.0.0.1:" + environment.getProperty("local.server.port") + page)
              .openConnection();
      if (cookie != null) {
        connection.setRequestProperty("Cookie", cookie);
      }
      try (InputStream in = connection.getInputStream()) {
        String body = StreamUtils.copyToString(in, StandardCharsets.UTF_8);
        String given = connection.getHeaderField("Set-Cookie");
        if (given != null) {
          cookie = given.split(";")[0];
        }
        return body;
      }
    }
  }
}
