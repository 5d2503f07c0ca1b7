package io.clusteragent.instrument;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Finds the members by which Jedis lines differ. */
final class JedisFields {

  private JedisFields() {}

  /** The accessible field that the class itself declares, or {@code null}. */
  static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      return null;
    }
  }

  /** The accessible method without parameters that the class itself declares, or {@code null}. */
  static Method method(Class<?> type, String name) {
    try {
      Method method = type.getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** The accessible fields among these names that the class itself declares. */
  static List<Field> fields(Class<?> type, String... names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      Field field = field(type, name);
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** All accessible fields of the class's instances that the class itself declares. */
  static List<Field> instanceFields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        field.setAccessible(true);
        fields.add(field);
      }
    }
    return fields;
  }
}
