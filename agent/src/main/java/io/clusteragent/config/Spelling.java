package io.clusteragent.config;

/** The forms of an option's name, one for each place that can set options. */
enum Spelling {
  KEY,
  PROPERTY,
  VARIABLE;

  private String nameOf(Option<?> option) {
    return this == KEY
        ? option.key()
        : this == PROPERTY ? option.property() : option.environmentVariable();
  }

  /**
   * Returns the option of this name.
   *
   * @throws IllegalArgumentException when there is none; the message names the nearest option
   */
  Option<?> option(String name) {
    Option<?> nearest = nearestOption(name);
    if (!nameOf(nearest).equals(name)) {
      throw new IllegalArgumentException(
          "there is no option \"" + name + "\"; the nearest is " + nameOf(nearest));
    }
    return nearest;
  }

  /** The option whose name has the least edit distance to this name. */
  Option<?> nearestOption(String name) {
    Option<?> nearest = null;
    int least = Integer.MAX_VALUE;
    for (Option<?> option : Options.all()) {
      int distance = editDistance(nameOf(option), name);
      if (distance < least) {
        least = distance;
        nearest = option;
      }
    }
    return nearest;
  }

  /** The edit distance without regard to case, but at least 1 for names that differ in case. */
  private static int editDistance(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return Math.max(1, row[b.length()]);
  }
}
