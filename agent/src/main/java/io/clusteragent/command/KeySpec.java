package io.clusteragent.command;

import io.clusteragent.protocol.Request;

/**
 * Finds the keys of a request by a key specification. A specification defines where the search for keys begins, and
 * which arguments from there on are keys.
 *
 * <p>It is written {@code <begin>,<find>}, in the terms of the source:
 *
 * <ul>
 *   <li>{@code index:POS} begins at argument POS.
 *   <li>{@code keyword:WORD:FROM} begins behind WORD, and searches for it from argument FROM on. A negative FROM counts
 *       from the end, and the search goes backwards.
 *   <li>{@code range:LAST:STEP:LIMIT} takes each STEP-th argument up to LAST. LAST counts from the first key or, when
 *       negative, from the end. A LIMIT over 1 keeps that fraction of them.
 *   <li>{@code keynum:NUM:FIRST:STEP} takes as many arguments as argument NUM says, from FIRST on. NUM and FIRST count
 *       from the begin.
 * </ul>
 *
 * <p>A third part is a remark. The agent heeds {@code nonempty}: an empty argument is not a key.
 *
 * <p>Source: <a href="https://redis.io/docs/latest/develop/reference/key-specs/">key specifications</a>.
 */
final class KeySpec {
  /** The request has no key. */
  static final int NO_KEY = -1;

  /** The arguments that have arrived do not suffice to decide. */
  static final int NEED_MORE = -2;

  // Most commands have only this specification. All tables share it.
  private static final String FIRST_ARGUMENT_TEXT = "index:1,range:0:1:0";
  private static final KeySpec FIRST_ARGUMENT = read(FIRST_ARGUMENT_TEXT);

  private final String keyword;
  private final int from;
  private final boolean counted;
  private final int last;
  private final int limit;
  private final int number;
  private final int first;
  private final int step;
  private final boolean nonEmpty;

  /** Whether the first key is argument {@link #from}, whatever else the request holds. */
  private final boolean fixed;

  private KeySpec(String[] begin, String[] find, boolean nonEmpty) {
    this.keyword = begin[0].equals("keyword") ? begin[1] : null;
    this.from = Integer.parseInt(begin[begin.length - 1]);
    this.counted = find[0].equals("keynum");
    this.last = counted ? 0 : Integer.parseInt(find[1]);
    this.limit = counted ? 0 : Integer.parseInt(find[3]);
    this.number = counted ? Integer.parseInt(find[1]) : 0;
    this.first = counted ? Integer.parseInt(find[2]) : 0;
    this.step = Math.max(1, Integer.parseInt(find[counted ? 3 : 2]));
    this.nonEmpty = nonEmpty;
    this.fixed = keyword == null && !counted && last >= 0 && !nonEmpty;
  }

  static KeySpec parse(String text) {
    return text.equals(FIRST_ARGUMENT_TEXT) ? FIRST_ARGUMENT : read(text);
  }

  private static KeySpec read(String text) {
    String[] parts = text.split(",");
    return new KeySpec(
        parts[0].split(":"), parts[1].split(":"), parts.length > 2 && parts[2].equals("nonempty"));
  }

  /** The step from key to key when the keys reach to (or near) the command's end, else 0. */
  int openStep() {
    return !counted && last < 0 ? step : 0;
  }

  /** Whether the first key is this argument, whatever else the request holds. */
  boolean isFixedAt(int argument) {
    return fixed && from == argument;
  }

  /** The index of the first key, {@link #NO_KEY} or {@link #NEED_MORE}. */
  int first(Request request) {
    return fixed && from < request.available() ? from : search(request);
  }

  private int search(Request request) {
    int begin = begin(request);
    if (begin < 0) {
      return begin;
    }
    int key = begin;
    if (counted) {
      int keys = keyCount(request, begin);
      if (keys < 0) {
        return keys;
      }
      key = begin + first;
      if (lastOfCounted(key, keys) >= request.count()) {
        return NO_KEY; // as in the server: with a wrong count, all of them are arguments
      }
    } else if (lastOfRange(request, begin) < begin) {
      return NO_KEY;
    }
    if (key >= request.count()) {
      return NO_KEY;
    }
    if (key >= request.available()) {
      return NEED_MORE;
    }
    return nonEmpty && request.length(key) == 0 ? NO_KEY : key;
  }

  /** Adds the indexes of all keys of a request that has arrived in full. */
  void collect(Request request, KeyPositions out) {
    int key = first(request);
    if (key < 0) {
      return;
    }
    long end =
        counted ? lastOfCounted(key, keyCount(request, key - first)) : lastOfRange(request, key);
    end = Math.min(end, request.count() - 1);
    for (int i = key; i <= end; i += step) {
      out.add(i);
    }
  }

  private int begin(Request request) {
    if (keyword == null) {
      return from < request.count() ? from : NO_KEY;
    }
    return from > 0 ? forward(request) : backward(request);
  }

  // The keyword is never the last argument: nothing would follow it.
  private int forward(Request request) {
    int end = request.count() - 1;
    for (int i = from; i < end; i++) {
      if (i >= request.available()) {
        return NEED_MORE;
      }
      if (request.is(i, keyword)) {
        return i + 1;
      }
    }
    return NO_KEY;
  }

  private int backward(Request request) {
    if (request.available() < request.count()) {
      return NEED_MORE;
    }
    for (int i = request.count() + from; i > 0; i--) {
      if (request.is(i, keyword)) {
        return i + 1;
      }
    }
    return NO_KEY;
  }

  private int keyCount(Request request, int begin) {
    int at = begin + number;
    if (at >= request.count()) {
      return NO_KEY;
    }
    if (at >= request.available()) {
      return NEED_MORE;
    }
    int count = request.number(at);
    return count > 0 ? count : NO_KEY;
  }

  private long lastOfCounted(int key, int keys) {
    return key + (keys - 1L) * step;
  }

  private int lastOfRange(Request request, int begin) {
    if (last >= 0) {
      return begin + last;
    }
    int count = request.count();
    return limit > 1 ? begin + (count - begin) / limit + last : count + last;
  }
}
