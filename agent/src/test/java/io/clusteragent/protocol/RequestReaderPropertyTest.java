package io.clusteragent.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RequestReaderPropertyTest {

  @Property
  void anyCommandCutAnywhereReadsLikeTheWhole(
      @ForAll("commands") byte[] command,
      @ForAll @Size(max = 8) List<@IntRange(max = 4000) Integer> places)
      throws ProtocolException {
    int[] cuts = places.stream()
        .mapToInt(place -> Math.min(place, command.length))
        .sorted()
        .toArray();
    Request request = new Request();

    assertEquals(command.length, RequestReader.whole(command, 0, command.length, request));
    assertEquals(Commands.text(request), Commands.fedInPieces(command, cuts));
  }

  /** With a byte changed at random, both ways accept the same commands, and refuse the others or wait for more. */
  @Property
  void bothWaysAgreeOnDamagedCommands(
      @ForAll("commands") byte[] command,
      @ForAll @IntRange(max = 4000) int place,
      @ForAll byte damage)
      throws ProtocolException {
    byte[] damaged = command.clone();
    damaged[place % damaged.length] = damage;
    Request request = new Request();

    int end;
    try {
      end = RequestReader.whole(damaged, 0, damaged.length, request);
    } catch (ProtocolException e) {
      assertThrows(ProtocolException.class, () -> Commands.fedInPieces(damaged));
      return;
    }
    if (end == RequestReader.INCOMPLETE) {
      String fed;
      try {
        fed = Commands.fedInPieces(damaged);
      } catch (ProtocolException e) {
        return; // feed may refuse what whole calls incomplete
      }
      assertEquals("incomplete", fed);
    } else {
      assertNotEquals("incomplete", Commands.fedInPieces(damaged));
      assertEquals(Commands.text(request), Commands.fedInPieces(damaged));
    }
  }

  @Provide
  Arbitrary<byte[]> commands() {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMaxSize(300)
        .array(byte[][].class)
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(Resp::command);
  }
}
