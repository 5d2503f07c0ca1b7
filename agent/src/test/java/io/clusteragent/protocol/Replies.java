package io.clusteragent.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates replies of RESP2 and RESP3, each with the value that {@link ReplyParser} must return. */
final class Replies {

  private Replies() {}

  /** Wire bytes and their meaning, as {@link #text} writes it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Example(byte[] wire, String meaning) {
    @Override
    public String toString() {
      return new String(wire, 0, Math.min(wire.length, 200), ISO_8859_1);
    }
  }

  /** A value as the parser gives it, in a form that compares. */
  static String text(Object value) {
    if (value instanceof byte[]) {
      return '"' + new String((byte[]) value, ISO_8859_1) + '"';
    }
    if (value instanceof List) {
      List<String> elements = new ArrayList<>();
      for (Object element : (List<?>) value) {
        elements.add(text(element));
      }
      return elements.toString();
    }
    return value instanceof ErrorReply ? "error " + value : String.valueOf(value);
  }

  /** Any reply, nested up to four levels deep. */
  static Arbitrary<Example> any() {
    return nested(4);
  }

  private static Arbitrary<Example> nested(int levels) {
    if (levels == 0) {
      return Arbitraries.oneOf(scalars(), bulks());
    }
    Arbitrary<Example> inner = nested(levels - 1);
    return Arbitraries.oneOf(scalars(), bulks(), aggregates(inner), withAttribute(inner));
  }

  private static Arbitrary<Example> scalars() {
    Arbitrary<String> line = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(40);
    Arbitrary<Example> integers =
        Arbitraries.longs().map(n -> example(":" + n + "\r\n", String.valueOf(n)));
    return Arbitraries.oneOf(
        line.map(s -> example("+" + s + "\r\n", '"' + s + '"')),
        line.map(s -> example("-ERR " + s + "\r\n", "error ERR " + s)),
        integers,
        Arbitraries.doubles().map(d -> example("," + d + "\r\n", "\"" + d + '"')),
        Arbitraries.bigIntegers().map(n -> example("(" + n + "\r\n", "\"" + n + '"')),
        Arbitraries.of(
            example("#t\r\n", "\"t\""),
            example("#f\r\n", "\"f\""),
            example(",inf\r\n", "\"inf\""),
            example("_\r\n", "null"),
            example("$-1\r\n", "null"),
            example("*-1\r\n", "null"),
            example("*0\r\n", "[]"),
            example("%0\r\n", "[]"),
            example("$0\r\n\r\n", "\"\"")));
  }

  private static Arbitrary<Example> bulks() {
    Arbitrary<byte[]> small = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    Arbitrary<byte[]> big = Arbitraries.integers().between(16_000, 70_000).map(Replies::pattern);
    Arbitrary<byte[]> bodies = Arbitraries.frequencyOf(Tuple.of(20, small), Tuple.of(1, big));
    return Combinators.combine(bodies, Arbitraries.of('$', '=', '!')).as((body, type) -> {
      String text = new String(body, ISO_8859_1);
      // The parser reads an error's text as UTF-8, so the text is ASCII here.
      String safe = type == '!' ? text.replaceAll("[^\\x20-\\x7e]", "?") : text;
      String meaning = type == '!' ? "error " + safe : '"' + safe + '"';
      String sent = (type == '=' ? "txt:" : "") + safe;
      return example(type + "" + sent.length() + "\r\n" + sent + "\r\n", meaning);
    });
  }

  private static Arbitrary<Example> aggregates(Arbitrary<Example> inner) {
    return Combinators.combine(inner.list().ofMaxSize(6), Arbitraries.of('*', '~', '>', '%'))
        .as((elements, type) -> {
          int size = type == '%' ? elements.size() / 2 : elements.size();
          List<Example> used = type == '%' ? elements.subList(0, 2 * size) : elements;
          return example(type + "" + size + "\r\n" + wire(used), meaning(used));
        });
  }

  private static Arbitrary<Example> withAttribute(Arbitrary<Example> inner) {
    return Combinators.combine(inner, inner, inner)
        .as((key, value, reply) ->
            example("|1\r\n" + wire(List.of(key, value, reply)), reply.meaning()));
  }

  private static String wire(List<Example> examples) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    examples.forEach(example -> out.writeBytes(example.wire()));
    return out.toString(ISO_8859_1);
  }

  private static String meaning(List<Example> examples) {
    return examples.stream().map(Example::meaning).toList().toString();
  }

  static Example example(String wire, String meaning) {
    return new Example(wire.getBytes(ISO_8859_1), meaning);
  }

  private static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }
}
