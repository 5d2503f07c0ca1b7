package io.clusteragent.config;

import java.util.ArrayList;
import java.util.List;

/** An option that is a list of Java packages, separated by commas; {@code none} gives an empty list. */
final class PackageList extends Option<List<String>> {

  PackageList(String key, String description) {
    super(key, "package,package,...", NONE, description);
  }

  @Override
  List<String> parse(String text) {
    List<String> packages = new ArrayList<String>();
    if (NONE.equals(text)) {
      return packages;
    }
    for (String name : text.split(",", -1)) {
      if (!isPackage(name.trim())) {
        return null;
      }
      packages.add(name.trim());
    }
    return packages;
  }

  private static boolean isPackage(String name) {
    for (String part : name.split("\\.", -1)) {
      if (part.isEmpty() || !Character.isJavaIdentifierStart(part.charAt(0))) {
        return false;
      }
      for (int i = 1; i < part.length(); i++) {
        if (!Character.isJavaIdentifierPart(part.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }
}
