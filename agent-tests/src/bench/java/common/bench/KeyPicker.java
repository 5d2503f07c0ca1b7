package bench;

/** Chooses random key indexes for the calls of one thread, without garbage. */
final class KeyPicker {
  private final int bound;
  private long state;
  private boolean second;
  private int[] several = new int[0];

  KeyPicker(int bound, int seed) {
    this.bound = bound;
    this.state = 0x9E3779B97F4A7C15L * (seed + 1);
  }

  /** The next random bits (xorshift64). */
  private int bits() {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return (int) (state >>> 33);
  }

  /** True at every second call, which gives an even mix also in a slice of few calls. */
  boolean everySecond() {
    second = !second;
    return second;
  }

  int next() {
    return bits() % bound;
  }

  /** The same array at each call with the same count. */
  int[] next(int count) {
    if (several.length != count) {
      several = new int[count];
    }
    for (int i = 0; i < count; i++) {
      several[i] = next();
    }
    return several;
  }
}
