package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.clusteragent.command.Command;
import io.clusteragent.command.CommandTable;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.send.PipelineCommandCache;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PipelineCommandCacheTest {
  private final PipelineCommandCache cache = new PipelineCommandCache();
  private final Request request = new Request();

  /** Whatever a pipeline contains and wherever it ends, the cache does not change how it is read. */
  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void theCacheReadsWhatTheReaderReads(
      @ForAll @Size(min = 1, max = 4) List<@From("commands") String> pattern,
      @ForAll @IntRange(min = 1, max = 5) int times,
      @ForAll @IntRange(max = 400) int cut)
      throws ProtocolException {
    StringBuilder wire = new StringBuilder();
    for (int i = 0; i < times; i++) {
      pattern.forEach(command -> wire.append(Wire.command(command)));
    }
    byte[] bytes = Wire.bytes(wire.toString());
    int to = Math.max(1, bytes.length - cut);
    Request expected = new Request();

    int at = 0;
    while (at < to) {
      int next = RequestReader.whole(bytes, at, to, expected);
      assertEquals(next, cache.whole(bytes, at, to, request));
      if (next == RequestReader.INCOMPLETE) {
        return;
      }
      assertEquals(arguments(expected), arguments(request));
      Command command = CommandTable.builtIn().find(expected);
      if (cache.cached() == null) {
        cache.learn(command, request, at);
      } else {
        assertSame(command, cache.cached());
      }
      at = next;
    }
  }

  private static List<String> arguments(Request request) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < request.available(); i++) {
      arguments.add(Wire.text(request.copy(i)));
    }
    assertEquals(request.count(), arguments.size());
    return arguments;
  }

  @Provide
  Arbitrary<String> commands() {
    return Arbitraries.of(
        "GET a",
        "GET b",
        "get b",
        "GET bb",
        "GET",
        "SET a 1",
        "SET a 1 EX 10",
        "SET b " + "v".repeat(100),
        "SET " + "k".repeat(60) + " 1",
        "MGET a b",
        "MGET a",
        "EVAL return 1 a",
        "OBJECT ENCODING a",
        "XREAD STREAMS a 0",
        "PING",
        "MULTI",
        "NOSUCH a",
        "MSET a 1 b 2");
  }

  @Test
  void twoAlternatingCommandsAreCachedFromTheirSecondTimeOn() throws ProtocolException {
    byte[] bytes = Wire.bytes(Wire.commands("SET a 1", "GET b", "SET c 22", "GET d", "GET e"));

    int at = 0;
    List<String> foreseen = new ArrayList<>();
    while (at < bytes.length) {
      int next = cache.whole(bytes, at, bytes.length, request);
      Command known = cache.cached();
      foreseen.add(known == null ? "-" : known.name());
      if (known == null) {
        cache.learn(CommandTable.builtIn().find(request), request, at);
      }
      at = next;
    }
    assertEquals(List.of("-", "-", "SET", "GET", "-"), foreseen);
  }

  @Test
  void aCommandWhoseKeyDependsOnItsArgumentsIsNotCached() throws ProtocolException {
    byte[] bytes = Wire.bytes(Wire.commands("EVAL x 1 a", "EVAL x 1 a", "EVAL x 1 a"));
    for (int at = 0; at < bytes.length; ) {
      int next = cache.whole(bytes, at, bytes.length, request);
      assertNull(cache.cached());
      cache.learn(CommandTable.builtIn().find(request), request, at);
      at = next;
    }
  }
}
