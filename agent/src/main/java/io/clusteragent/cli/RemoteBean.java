package io.clusteragent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.ObjectName;

/** Holds the attributes that a bean of an agent in another JVM had when it was read. Immutable. */
final class RemoteBean {
  private final ObjectName objectName;
  private final Map<String, Object> attributes;

  RemoteBean(ObjectName objectName, Map<String, Object> attributes) {
    this.objectName = objectName;
    this.attributes = attributes;
  }

  ObjectName objectName() {
    return objectName;
  }

  /** The address that the bean describes. */
  String name() {
    return ObjectName.unquote(objectName.getKeyProperty("name"));
  }

  /** An attribute as text; empty when there is none of this name, as with an older agent. */
  String get(String attribute) {
    Object value = attributes.get(attribute);
    return value == null ? "" : value.toString();
  }

  boolean is(String attribute) {
    return Boolean.TRUE.equals(attributes.get(attribute));
  }

  long number(String attribute) {
    Object value = attributes.get(attribute);
    return value instanceof Number ? ((Number) value).longValue() : 0;
  }

  /** All attributes, for JSON. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      String name = attribute.getKey();
      values.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), attribute.getValue());
    }
    return values;
  }
}
