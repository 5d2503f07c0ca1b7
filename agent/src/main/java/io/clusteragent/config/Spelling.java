package io.clusteragent.config;

/** How an option is called in one place. */
enum Spelling {
  KEY,
  PROPERTY,
  VARIABLE;

  private String of(Option<?> option) {
    return this == KEY
        ? option.key()
        : this == PROPERTY ? option.property() : option.environmentVariable();
  }

  /**
   * The option of a name.
   *
   * @throws IllegalArgumentException when there is none; the message says which is the nearest
   */
  Option<?> option(String name) {
    Option<?> nearest = nearest(name);
    if (!of(nearest).equals(name)) {
      throw new IllegalArgumentException(
          "there is no option \"" + name + "\"; the nearest is " + of(nearest));
    }
    return nearest;
  }

  /** The option whose name has the least distance. */
  Option<?> nearest(String name) {
    Option<?> nearest = null;
    int least = Integer.MAX_VALUE;
    for (Option<?> option : Options.all()) {
      int distance = distance(of(option), name);
      if (distance < least) {
        least = distance;
        nearest = option;
      }
    }
    return nearest;
  }

  /** The edit distance, without regard to case unless all else is the same. */
  private static int distance(String a, String b) {
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
