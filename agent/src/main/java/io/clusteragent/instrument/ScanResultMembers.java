package io.clusteragent.instrument;

/** Finds out whether a Jedis line's {@code ScanResult} parses the cursor as an {@code int}. */
final class ScanResultMembers {
  private static final ClassValue<Boolean> CURSOR_IS_INT = new ClassValue<Boolean>() {
    @Override
    protected Boolean computeValue(Class<?> type) {
      return returnsInt(type);
    }
  };

  private ScanResultMembers() {}

  /**
   * Whether the cursor is parsed as an {@code int}.
   *
   * @param type any class of the package of Jedis
   */
  static boolean cursorIsInt(Class<?> type) {
    return CURSOR_IS_INT.get(type);
  }

  private static boolean returnsInt(Class<?> type) {
    String name = type.getName();
    String jedis = name.substring(0, name.lastIndexOf('.') + 1);
    try {
      return Class.forName(jedis + "ScanResult", false, type.getClassLoader())
              .getMethod("getCursor") // int 2.4 to 2.10, String since 3.0
              .getReturnType()
          == int.class;
    } catch (ClassNotFoundException e) {
      return false; // until 2.3 there is no SCAN; since 4.0 the class is in another package
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }
}
