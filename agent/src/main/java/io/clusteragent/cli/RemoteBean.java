package io.clusteragent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.ObjectName;

/** A bean of an agent in another JVM, as it was when it was read. Immutable. */
final class RemoteBean {
  private final ObjectName objectName;
  private final Map<String, Object> figures;

  RemoteBean(ObjectName objectName, Map<String, Object> figures) {
    this.objectName = objectName;
    this.figures = figures;
  }

  ObjectName objectName() {
    return objectName;
  }

  /** The address that it is of. */
  String name() {
    return ObjectName.unquote(objectName.getKeyProperty("name"));
  }

  /** A figure as text; empty when there is none of the name, as with an older agent. */
  String get(String figure) {
    Object value = figures.get(figure);
    return value == null ? "" : value.toString();
  }

  boolean is(String figure) {
    return Boolean.TRUE.equals(figures.get(figure));
  }

  long number(String figure) {
    Object value = figures.get(figure);
    return value instanceof Number ? ((Number) value).longValue() : 0;
  }

  /** All figures, for JSON. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Object> figure : figures.entrySet()) {
      String name = figure.getKey();
      values.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), figure.getValue());
    }
    return values;
  }
}
