// since 2.9
package scenarios;

import java.util.List;

/** Reads results of SCAN in every Jedis line: their class moved, and so did the getter of the cursor. */
final class ScanPages {
  private ScanPages() {}

  @SuppressWarnings("unchecked") // SCAN returns strings
  static List<String> keys(Object page) {
    return (List<String>) property(page, "getResult");
  }

  /** The cursor of the next page; getCursor returned an int until 2.9, and 3.0 removed getStringCursor. */
  static String next(Object page) {
    try {
      page.getClass().getMethod("getStringCursor");
      return (String) property(page, "getStringCursor");
    } catch (NoSuchMethodException e) {
      return (String) property(page, "getCursor");
    }
  }

  private static Object property(Object page, String getter) {
    try {
      return page.getClass().getMethod(getter).invoke(page);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
