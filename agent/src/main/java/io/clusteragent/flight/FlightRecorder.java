package io.clusteragent.flight;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Calls {@code jdk.jfr} by reflection, as far as the agent needs it. The first event loads this class, not the start.
 */
final class FlightRecorder {
  private static final String JFR = "jdk.jfr.";

  private final Method isInitialized;
  private final Method create;
  private final Method typeOf;
  private final Method isEnabled;
  private final Method newEvent;
  private final Method set;
  private final Method commit;
  private final Constructor<?> annotation;
  private final Constructor<?> field;

  private FlightRecorder() throws ReflectiveOperationException {
    isInitialized = type("FlightRecorder").getMethod("isInitialized");
    Class<?> factory = type("EventFactory");
    create = factory.getMethod("create", List.class, List.class);
    typeOf = factory.getMethod("getEventType");
    newEvent = factory.getMethod("newEvent");
    isEnabled = type("EventType").getMethod("isEnabled");
    set = type("Event").getMethod("set", int.class, Object.class);
    commit = type("Event").getMethod("commit");
    annotation = type("AnnotationElement").getConstructor(Class.class, Object.class);
    field = type("ValueDescriptor").getConstructor(Class.class, String.class, List.class);
  }

  /** The JVM's recorder; {@code null} when it has none. */
  static FlightRecorder find() {
    try {
      return new FlightRecorder();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(JFR + name, false, null);
  }

  /** Whether anybody has requested a recording yet. To register events before that would start the recorder. */
  boolean isInitialized() throws ReflectiveOperationException {
    return (Boolean) isInitialized.invoke(null);
  }

  /** Registers a kind of event, and returns its factory. */
  Object create(String name, String label, List<Object> fields)
      throws ReflectiveOperationException {
    List<Object> annotations = new ArrayList<>();
    annotations.add(annotation("Name", name));
    annotations.add(annotation("Label", label));
    annotations.add(annotation("Category", new String[] {"Redis Cluster"}));
    return create.invoke(null, annotations, fields);
  }

  Object field(String name, Class<?> type) throws ReflectiveOperationException {
    return field.newInstance(type, name, new ArrayList<>());
  }

  /** A field that holds a duration in nanoseconds. */
  Object timespan(String name) throws ReflectiveOperationException {
    return field.newInstance(
        long.class, name, Arrays.asList(annotation("Timespan", "NANOSECONDS")));
  }

  private Object annotation(String name, Object value) throws ReflectiveOperationException {
    return annotation.newInstance(type(name).asSubclass(Annotation.class), value);
  }

  /** Whether a recording wants events of a kind. */
  boolean isEnabled(Object factory) throws ReflectiveOperationException {
    return (Boolean) isEnabled.invoke(typeOf.invoke(factory));
  }

  void commit(Object factory, Object... values) throws ReflectiveOperationException {
    Object event = newEvent.invoke(factory);
    for (int i = 0; i < values.length; i++) {
      set.invoke(event, i, values[i]);
    }
    commit.invoke(event);
  }
}
