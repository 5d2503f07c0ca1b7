package io.clusteragent.session.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.ReplyFramer;
import io.clusteragent.session.Wire;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever an application sends, in pieces of any size, it gets the replies that it expects, each whole. */
class SentinelConversationPropertyTest {
  private static final List<String> COMMANDS = List.of(
      "PING",
      "PING hello",
      "AUTH secret",
      "AUTH user secret",
      "HELLO",
      "HELLO 2",
      "HELLO 3",
      "HELLO 3 AUTH user secret SETNAME service",
      "HELLO 9",
      "CLIENT",
      "CLIENT SETNAME service",
      "CLIENT GETNAME",
      "CLIENT SETINFO LIB-NAME jedis",
      "CLIENT ID",
      "CLIENT LIST",
      "ROLE",
      "INFO",
      "RESET",
      "SENTINEL",
      "SENTINEL MASTERS",
      "SENTINEL MASTER a",
      "SENTINEL GET-MASTER-ADDR-BY-NAME a",
      "SENTINEL GET-MASTER-ADDR-BY-NAME",
      "SENTINEL REPLICAS a",
      "SENTINEL SLAVES a",
      "SENTINEL SENTINELS a",
      "SENTINEL CKQUORUM a",
      "SENTINEL MYID",
      "SENTINEL FAILOVER a",
      "SUBSCRIBE +switch-master",
      "PSUBSCRIBE *",
      "UNSUBSCRIBE +switch-master",
      "PUNSUBSCRIBE",
      "GET a",
      "");

  @Property(tries = 300)
  void eachCommandHasOneWholeReplyWhateverThePieces(
      @ForAll("commands") @Size(max = 12) List<String> commands,
      @ForAll @IntRange(min = 1, max = 40) int piece)
      throws IOException {
    String inOne = replies(commands, Integer.MAX_VALUE);
    assertEquals(inOne, replies(commands, piece));
    assertEquals(commands.size(), framed(inOne).size(), inOne);
  }

  @Property(tries = 200)
  void inResp2ThereIsNoTypeOfResp3(@ForAll("commands") @Size(max = 12) List<String> commands)
      throws IOException {
    List<String> without = new ArrayList<>(commands);
    // the text of INFO has lines that begin like a boolean
    without.removeIf(command -> command.startsWith("HELLO 3") || command.equals("INFO"));
    for (String reply : framed(replies(without, Integer.MAX_VALUE))) {
      assertFalse(reply.matches("(?s)(.*\n)?[%>_~#,(|=!].*"), reply);
    }
  }

  @Property(tries = 200)
  void noBytesBreakTheConversation(@ForAll byte[] bytes) throws IOException {
    byte[] garbage = new byte[bytes.length + 1];
    garbage[0] = '*';
    System.arraycopy(bytes, 0, garbage, 1, bytes.length);
    try (Socket socket = connect(new FakeMaster())) {
      socket.getOutputStream().write(garbage);
      String replies = read(socket);
      assertTrue(replies.isEmpty() || replies.startsWith("-ERR "), replies);
    }
  }

  @Provide
  Arbitrary<List<String>> commands() {
    return Arbitraries.of(COMMANDS).list();
  }

  private static String replies(List<String> commands, int piece) throws IOException {
    byte[] wire = Wire.bytes(commands.stream().map(Wire::command).reduce("", String::concat));
    try (Socket socket = connect(new FakeMaster())) {
      for (int at = 0; at < wire.length; ) {
        int length = Math.min(piece, wire.length - at);
        socket.getOutputStream().write(wire, at, length);
        at += length;
      }
      return read(socket);
    }
  }

  private static Socket connect(FakeMaster master) throws IOException {
    return new SentinelSocket(new NodeAddress("sentinel", 26379), master, 1);
  }

  private static String read(Socket socket) throws IOException {
    byte[] all = new byte[socket.getInputStream().available()];
    int length = all.length == 0 ? 0 : socket.getInputStream().read(all);
    assertEquals(all.length, length);
    return Wire.text(all);
  }

  private static List<String> framed(String wire) throws IOException {
    List<String> replies = new ArrayList<>();
    byte[] bytes = Wire.bytes(wire);
    for (int at = 0; at < bytes.length; ) {
      ReplyFramer framer = new ReplyFramer();
      framer.begin();
      int end = framer.feed(bytes, at, bytes.length);
      assertTrue(framer.atEnd(), wire);
      replies.add(wire.substring(at, end));
      at = end;
    }
    return replies;
  }
}
