package io.clusteragent.flight;

import io.clusteragent.log.Log;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Commits the agent's events to the JVM's flight recorder.
 *
 * <p>While no recording wants an event, the check for one is all that the event costs. The agent checks where a command
 * failed or was slow, or in the background, and for no ordinary command. The check and the commit have the agent's
 * rights, where there is a security manager. Whatever goes wrong, they throw nothing.
 */
public final class FlightEvent {
  /** A command goes on to another node, waits for one, or is sent again. */
  public static final FlightEvent REDIRECTION = new FlightEvent(
      "Redirection",
      "Command sent again",
      "command",
      String.class,
      "reason",
      String.class,
      "slot",
      int.class,
      "from",
      String.class,
      "to",
      String.class);

  /** The agent asked the cluster for its topology. */
  public static final FlightEvent TOPOLOGY_REFRESH = new FlightEvent(
      "TopologyRefresh",
      "Topology refresh",
      "cluster",
      String.class,
      "answered",
      boolean.class,
      "took",
      Duration.class,
      "masters",
      int.class,
      "slots",
      int.class);

  /** A replica has taken over from its master. */
  public static final FlightEvent FAILOVER = new FlightEvent(
      "Failover",
      "Failover",
      "cluster",
      String.class,
      "from",
      String.class,
      "to",
      String.class,
      "slots",
      int.class);

  /** A command took longer than the option {@code slowCommand} allows. */
  public static final FlightEvent SLOW_COMMAND = new FlightEvent(
      "SlowCommand",
      "Slow command",
      "command",
      String.class,
      "slot",
      int.class,
      "node",
      String.class,
      "took",
      Duration.class,
      "attempts",
      int.class);

  private static final String PREFIX = "io.clusteragent.";

  private static volatile boolean disabled;

  private final String name;
  private final String label;
  private final Object[] fields;
  private Object factory; // guarded by this

  /**
   * @param fields names and types by turns; a {@link Duration} is given in nanoseconds
   */
  private FlightEvent(String name, String label, Object... fields) {
    this.name = name;
    this.label = label;
    this.fields = fields;
  }

  /** Whether a recording wants this event, so that putting it together is worth its cost. */
  public boolean isWanted() {
    try {
      return !disabled
          && Holder.RECORDER != null
          && AccessController.doPrivileged(new PrivilegedExceptionAction<Boolean>() {
            @Override
            public Boolean run() throws ReflectiveOperationException {
              Object known = factory(Holder.RECORDER);
              return known != null && Holder.RECORDER.isEnabled(known);
            }
          });
    } catch (PrivilegedActionException | RuntimeException | LinkageError e) {
      disable(e);
      return false;
    }
  }

  /**
   * Commits one event.
   *
   * @param values the values of the fields, in their order
   */
  public void commit(final Object... values) {
    try {
      if (!disabled && Holder.RECORDER != null) {
        AccessController.doPrivileged(new PrivilegedExceptionAction<Void>() {
          @Override
          public Void run() throws ReflectiveOperationException {
            Holder.RECORDER.commit(factory(Holder.RECORDER), values);
            return null;
          }
        });
      }
    } catch (PrivilegedActionException | RuntimeException | LinkageError e) {
      disable(e);
    }
  }

  private synchronized Object factory(FlightRecorder recorder) throws ReflectiveOperationException {
    if (factory == null && recorder.isInitialized()) {
      List<Object> descriptors = new ArrayList<>();
      for (int i = 0; i < fields.length; i += 2) {
        String field = (String) fields[i];
        Class<?> type = (Class<?>) fields[i + 1];
        descriptors.add(
            type == Duration.class ? recorder.timespan(field) : recorder.field(field, type));
      }
      factory = recorder.create(PREFIX + name, label, descriptors);
    }
    return factory;
  }

  private static void disable(Throwable failure) {
    disabled = true;
    Log.debug("this JVM's flight recorder cannot be used: " + failure);
  }

  private static final class Holder {
    static final FlightRecorder RECORDER =
        AccessController.doPrivileged(new PrivilegedAction<FlightRecorder>() {
          @Override
          public FlightRecorder run() {
            return FlightRecorder.find();
          }
        });
  }
}
