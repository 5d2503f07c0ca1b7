package io.clusteragent.tests.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads from system properties what to measure. An absent or empty property means its default.
 *
 * @param lines {@code bench.jedis}: Jedis versions, comma-separated; default 3.10.0,7.4.0
 * @param loads {@code bench.workloads}: names of {@link Load}; default all
 * @param modes {@code bench.modes}: names of {@link Mode}; default all usual modes
 * @param rounds {@code bench.rounds}: measured slices of each mode; default 21, with {@code
 *     bench.quick=true} 5
 * @param warmUps {@code bench.warmups}: rounds before that, not measured; default 30, with {@code
 *     bench.quick=true} 20: the JIT compiler needs ten seconds for the agent's code, which is more than plain Jedis's
 * @param sliceMillis {@code bench.slice}: length of a slice in milliseconds; default 500
 * @param launches {@code bench.launches}: fresh servers and JVMs for each; the median of the launches
 *     is printed; default 1
 * @param jvm {@code bench.jvm}: options of the measured JVMs, separated by blanks; default {@code
 *     -Xms1g -Xmx1g -XX:+UseParallelGC}, a heap of fixed size whose collector never runs beside a slice
 */
record Options(
    List<String> lines,
    List<Load> loads,
    List<Mode> modes,
    int rounds,
    int warmUps,
    int sliceMillis,
    int launches,
    List<String> jvm) {

  static Options ofSystemProperties() {
    boolean quick = Boolean.parseBoolean(text("bench.quick", "false"));
    return new Options(
        list("bench.jedis", "3.10.0,7.4.0", ","),
        named("bench.workloads", Load.ALL, load -> true, Load::name),
        named("bench.modes", List.of(Mode.values()), Mode::isUsual, Mode::toString),
        number("bench.rounds", quick ? 5 : 21),
        number("bench.warmups", quick ? 20 : 30),
        number("bench.slice", 500),
        number("bench.launches", 1),
        list("bench.jvm", "-Xms1g -Xmx1g -XX:+UseParallelGC", " "));
  }

  private static String text(String property, String otherwise) {
    String value = System.getProperty(property, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  private static List<String> list(String property, String otherwise, String separator) {
    return Stream.of(text(property, otherwise).split(separator))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.toList());
  }

  private static int number(String property, int otherwise) {
    int number = Integer.parseInt(text(property, Integer.toString(otherwise)));
    if (number < 1) {
      throw new IllegalArgumentException(property + " must be at least 1, not " + number);
    }
    return number;
  }

  /** The named values, in the order of all values. */
  private static <T> List<T> named(
      String property, List<T> all, Predicate<T> usual, Function<T, String> name) {
    List<String> names = all.stream().map(name).collect(Collectors.toList());
    String usualNames = all.stream().filter(usual).map(name).collect(Collectors.joining(","));
    List<String> wanted = list(property, usualNames, ",");
    List<String> unknown =
        wanted.stream().filter(w -> !names.contains(w)).collect(Collectors.toList());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          property + " names " + unknown + "; there are " + String.join(",", names));
    }
    return all.stream()
        .filter(one -> wanted.contains(name.apply(one)))
        .collect(Collectors.toList());
  }
}
