package io.clusteragent.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Shows one command on the wire as a list of arguments.
 *
 * <p>Argument 0 is the command's name. The arguments lie in a byte array. The owner refills this mutable view for each
 * command, so that reading a command allocates nothing.
 *
 * <p>Of a command that has not arrived in full, the first {@link #available()} arguments can be read. {@link #count()}
 * is the number that the command announced.
 *
 * <p>Not thread-safe: owned by the thread that writes the command.
 */
public final class Request {

  private byte[] bytes = new byte[0];
  private int[] offsets = new int[16];
  private int[] lengths = new int[16];
  private int count;
  private int available;

  /** Starts a new command of {@code count} arguments, none of which has arrived yet. */
  public void begin(int count) {
    this.count = count;
    this.available = 0;
  }

  /** Sets the array that all offsets refer to. The array may change while a command is collected. */
  public void bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Adds the next argument, which lies at {@code offset} in the array. */
  public void add(int offset, int length) {
    if (available == offsets.length) {
      offsets = Arrays.copyOf(offsets, available * 2);
      lengths = Arrays.copyOf(lengths, available * 2);
    }
    offsets[available] = offset;
    lengths[available++] = length;
  }

  /** Number of arguments that the command announced, its name included. */
  public int count() {
    return count;
  }

  /** Number of arguments that can be read. */
  public int available() {
    return available;
  }

  /** The array in which the arguments lie. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where argument {@code index} starts in {@link #bytes()}. */
  public int offset(int index) {
    return offsets[index];
  }

  /**
   * Where argument {@code index} starts on the wire, its header included.
   *
   * @param index {@link #count} for the end of a command that has arrived in full
   */
  public int start(int index) {
    if (index > 0) {
      return offsets[index - 1] + lengths[index - 1] + 2;
    }
    int at = offsets[0];
    while (bytes[--at] != '$') {
      // the header's digits
    }
    return at;
  }

  /** Length of argument {@code index} in bytes. */
  public int length(int index) {
    return lengths[index];
  }

  /** A byte of a word on the wire in upper case. Only ASCII letters change, as when servers compare command names. */
  public static int upperCase(int b) {
    return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
  }

  /** The command's name in upper case, without the name of a sub-command. */
  public String name() {
    byte[] name = copy(0);
    for (int i = 0; i < name.length; i++) {
      name[i] = (byte) upperCase(name[i]);
    }
    return new String(name, StandardCharsets.UTF_8);
  }

  /**
   * Whether argument {@code index} is the given word. The argument's letters compare without case.
   *
   * @param upper the word in upper-case ASCII
   */
  public boolean is(int index, String upper) {
    int length = lengths[index];
    if (length != upper.length()) {
      return false;
    }
    int at = offsets[index];
    for (int i = 0; i < length; i++) {
      if (upperCase(bytes[at + i]) != upper.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Argument {@code index} as a decimal integer.
   *
   * @return the number, or {@code -1} when the argument is not a non-negative decimal integer that fits an int
   */
  public int number(int index) {
    int length = lengths[index];
    if (length == 0 || length > 10) {
      return -1;
    }
    long value = 0;
    for (int i = offsets[index], end = i + length; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value > Integer.MAX_VALUE ? -1 : (int) value;
  }

  /** Whether argument {@code index} consists of the given bytes. */
  public boolean equals(int index, byte[] other) {
    if (lengths[index] != other.length) {
      return false;
    }
    for (int i = 0, at = offsets[index]; i < other.length; i++, at++) {
      if (bytes[at] != other[i]) {
        return false;
      }
    }
    return true;
  }

  /** A copy of argument {@code index}. */
  public byte[] copy(int index) {
    return Arrays.copyOfRange(bytes, offsets[index], offsets[index] + lengths[index]);
  }
}
