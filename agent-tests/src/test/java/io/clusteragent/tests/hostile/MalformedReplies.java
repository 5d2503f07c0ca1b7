package io.clusteragent.tests.hostile;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates numbered malformed replies, each from a seed and its number. */
public final class MalformedReplies {

  /** At the end of a reply: the connection is closed after it. Otherwise the server sends nothing more. */
  public static final String HANG_UP = "(hang up)";

  private static final Pattern CASE = Pattern.compile("case:(\\d+)");

  private static final String[] WELL_FORMED = {
    "+OK\r\n",
    ":5\r\n",
    "$3\r\nabc\r\n",
    "$-1\r\n",
    "*-1\r\n",
    "*0\r\n",
    "*1\r\n$1\r\nx\r\n",
    "*2\r\n:1\r\n*2\r\n$1\r\na\r\n:2\r\n",
    "*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n",
    "%1\r\n+a\r\n:1\r\n",
    "~1\r\n+a\r\n",
    "_\r\n",
    "#t\r\n",
    ",1.5\r\n",
    "(123456789012345678901234567890\r\n",
    "=5\r\ntxt:x\r\n",
    "-ERR no\r\n",
    "-\r\n",
  };

  /** The kinds of malformed replies. */
  private enum Fault {
    WRONG_TYPE,
    LENGTH_TOO_LONG,
    LENGTH_TOO_SHORT,
    LENGTH_NEGATIVE,
    LENGTH_HUGE,
    LENGTH_OVERFLOWS,
    LINE_END_MISSING,
    TOO_DEEP,
    CUT_SHORT,
    GARBAGE,
    MOVED_WITH_GARBAGE,
    MOVED_TO_ITSELF,
    MOVED_FOR_EVER,
    ASK_FOR_EVER,
    PUSH,
    WRONG_COUNT,
    STALLS,
    TWO_REPLIES,
    WAITS_FOR_EVER
  }

  private final long seed;

  public MalformedReplies(long seed) {
    this.seed = seed;
  }

  /** The kind of reply number {@code number}. */
  public String fault(int number) {
    return faultOf(random(number)).name();
  }

  private Random random(int number) {
    return new Random(seed * 1_000_003 + number);
  }

  private static Fault faultOf(Random random) {
    random.nextInt(); // the first numbers of neighbouring seeds are similar
    return Fault.values()[random.nextInt(Fault.values().length)];
  }

  static int caseOf(List<String> words) {
    for (String word : words) {
      Matcher matcher = CASE.matcher(word);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    return -1;
  }

  /** Whether the malformed reply in a transaction is that of a queued command, not that of EXEC. */
  boolean spoilsQueueing(int number) {
    return number % 3 == 0;
  }

  /**
   * The bytes of the reply, one character each.
   *
   * @param name the name of the command
   * @param port the port of the node that replies
   * @param other the port of the target of redirections
   */
  String reply(int number, String name, int port, int other) {
    if (number < 0) {
      return "+OK\r\n";
    }
    Random random = random(number);
    Fault fault = faultOf(random);
    String right = WELL_FORMED[random.nextInt(WELL_FORMED.length)];
    switch (fault) {
      case WRONG_TYPE:
        return right;
      case LENGTH_TOO_LONG:
        return of(random, "$10\r\nhello\r\n", "*9\r\n:1\r\n:2\r\n", "%3\r\n+a\r\n:1\r\n");
      case LENGTH_TOO_SHORT:
        return of(random, "$3\r\nhello\r\n", "$0\r\nx\r\n", "*1\r\n:1\r\n:2\r\n", "!1\r\nERR\r\n");
      case LENGTH_NEGATIVE:
        return of(random, "$-5\r\n", "*-7\r\n", "%-1\r\n", "$--1\r\n", "$-\r\n", ">-1\r\n");
      case LENGTH_HUGE:
        return of(
            random, "$2147483647\r\nab", "*2147483647\r\n", "%1073741823\r\n", "$900000000\r\n");
      case LENGTH_OVERFLOWS:
        return of(
            random,
            "$4294967301\r\nhello\r\n",
            "*4294967297\r\n:1\r\n",
            "$18446744073709551621\r\nhello\r\n",
            "*99999999999999999999999\r\n");
      case LINE_END_MISSING:
        return of(
                random,
                "+OK",
                ":1\n",
                "+OK\n",
                "$5\r\nhello",
                "$5\nhello\r\n",
                "*1\n:1\r\n",
                ":1\r2\r\n")
            + of(random, "", HANG_UP);
      case TOO_DEEP:
        return "*1\r\n".repeat(1000 + random.nextInt(30_000)) + of(random, ":1\r\n", "", HANG_UP);
      case CUT_SHORT:
        String whole = "*2\r\n" + right + "*1\r\n" + bulk("x".repeat(random.nextInt(20_000)));
        return whole.substring(0, random.nextInt(whole.length())) + HANG_UP;
      case GARBAGE:
        return garbage(random) + of(random, "", HANG_UP);
      case MOVED_WITH_GARBAGE:
        return of(
            random,
            "-MOVED\r\n",
            "-MOVED x y\r\n",
            "-MOVED 5\r\n",
            "-MOVED 16384 127.0.0.1:" + other + "\r\n",
            "-MOVED -1 127.0.0.1:" + other + "\r\n",
            "-MOVED 5 127.0.0.1:99999\r\n",
            "-MOVED 5 127.0.0.1:-1\r\n",
            "-MOVED 5 :\r\n",
            "-MOVED 5 two words:7000\r\n",
            "-ASK 99999999999 x:1\r\n",
            "-ASK 5 127.0.0.1:0\r\n",
            "-MOVED 5 127.0.0.1:" + other);
      case MOVED_TO_ITSELF:
        return "-MOVED " + (number % 8192) + of(random, " 127.0.0.1:", " :", " ?:") + port + "\r\n";
      case MOVED_FOR_EVER:
        return "-MOVED " + (number % 8192) + " 127.0.0.1:" + other + "\r\n";
      case ASK_FOR_EVER:
        return "-ASK " + (number % 8192) + " 127.0.0.1:" + of(random, other, other, port) + "\r\n";
      case PUSH:
        return ">2\r\n+invalidate\r\n*1\r\n+x\r\n".repeat(1 + random.nextInt(50))
            + of(random, "", HANG_UP, ">1\r\n", ">-1\r\n");
      case WRONG_COUNT:
        return wrongCount(random, name);
      case STALLS:
        return of(random, "", "$100\r\nhello", "*2\r\n:1\r\n", "+O", "$", "*3\r\n$1\r\na\r\n$1\r");
      case TWO_REPLIES:
        return right + WELL_FORMED[random.nextInt(WELL_FORMED.length)];
      default:
        return of(
            random, "-TRYAGAIN x\r\n", "-CLUSTERDOWN x\r\n", "-LOADING x\r\n", "-MASTERDOWN x\r\n");
    }
  }

  private static String wrongCount(Random random, String name) {
    switch (name) {
      case "SCAN":
        return of(
            random,
            "*1\r\n$1\r\n0\r\n",
            "*3\r\n$1\r\n0\r\n*0\r\n*0\r\n",
            "*2\r\n:0\r\n*0\r\n",
            "*2\r\n$-1\r\n*0\r\n",
            "*2\r\n$1\r\nx\r\n*0\r\n",
            "*2\r\n$20\r\n99999999999999999999\r\n*0\r\n",
            "*2\r\n*0\r\n$1\r\n0\r\n");
      case "EXEC":
        return of(
            random,
            "*1\r\n:1\r\n",
            "*5\r\n:1\r\n:1\r\n:1\r\n:1\r\n:1\r\n",
            "*0\r\n",
            ":1\r\n",
            "*2\r\n*-1\r\n");
      case "MGET":
        return of(
            random,
            "*0\r\n",
            "*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n",
            "*1\r\n:1\r\n",
            "%1\r\n+a\r\n+b\r\n");
      default:
        return of(
            random,
            "*1\r\n$1\r\na\r\n",
            "*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n",
            ":x\r\n",
            ":1.5\r\n",
            ":\r\n");
    }
  }

  private static String garbage(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @SafeVarargs
  private static <T> T of(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  public static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }
}
