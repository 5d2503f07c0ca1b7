package shop;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.context.event.EventListener;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionExpiredEvent;
import org.springframework.stereotype.Component;

/** Records the sessions that end, of which keyspace notifications of Redis inform the service. */
@Component
class SessionEndListener {
  final BlockingQueue<String> deleted = new LinkedBlockingQueue<>();
  final BlockingQueue<String> expired = new LinkedBlockingQueue<>();

  @EventListener
  public void on(SessionDeletedEvent event) {
    deleted.add(event.getSessionId());
  }

  @EventListener
  public void on(SessionExpiredEvent event) {
    expired.add(event.getSessionId());
  }
}
