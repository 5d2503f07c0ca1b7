package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.config.Configuration;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that are not part of a cluster, and give no clear reply to probes, get and send the same bytes as without the agent.
 *
 * <p>{@code -Dleft.alone.commands} sets the number of random commands for each server, {@code -Dleft.alone.restricted} the number
 * with a restricted user. {@code -Dleft.alone.seed} repeats a run.
 */
class LeftAloneTest {
  private static final int COMMANDS = Integer.getInteger("left.alone.commands", 2_000);
  private static final int RESTRICTED = Integer.getInteger("left.alone.restricted", COMMANDS);
  private static final long SEED = Long.getLong("left.alone.seed", new Random().nextLong());
  private static final int MOST_COMMANDS_OF_A_SESSION = 400;

  private static final NodeAddress ADDRESS = new NodeAddress("10.0.0.1", 6379);
  private static final String DISABLED = "-ERR This instance has cluster support disabled\r\n";
  private static final String NOPERM = "-NOPERM User app has no permissions to run the command\r\n";
  private static final String NO_HELLO = "-ERR unknown command 'HELLO'\r\n";
  private static final String STANDALONE = FakeNode.mode("standalone");

  /**
   * A server's replies to the agent's probes.
   *
   * @param slots to CLUSTER SLOTS
   * @param hello to HELLO
   * @param readOnly to READONLY
   */
  private record Answers(String name, int commands, String slots, String hello, String readOnly) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<String> COMMANDS_OF_ALL_KINDS = List.of(
      "PING",
      "ECHO hello",
      "SELECT 0",
      "AUTH secret",
      "CLIENT SETNAME worker",
      "HELLO 2",
      "HELLO 3",
      "RESET",
      "READONLY",
      "ASKING",
      "CLIENT TRACKING ON REDIRECT 5",
      "GET a",
      "SET a 1",
      "SET b 22",
      "INCR b",
      "APPEND c xyz",
      "STRLEN c",
      "DEL a b c",
      "EXISTS a b",
      "MGET a b c",
      "MSET a 1 b 2",
      "DBSIZE",
      "KEYS *",
      "SCAN 0",
      "RANDOMKEY",
      "FLUSHALL",
      "EVAL return 2 a b",
      "SCRIPT LOAD x",
      "MULTI",
      "MULTI",
      "EXEC",
      "EXEC",
      "DISCARD",
      "WATCH a",
      "WATCH b c",
      "UNWATCH",
      "NONSENSE",
      "SUBSCRIBE news",
      "UNSUBSCRIBE news");

  private static Stream<Answers> servers() {
    return Stream.of(
        new Answers("restricted user", RESTRICTED, NOPERM, STANDALONE, DISABLED),
        new Answers("restricted user without READONLY", RESTRICTED, NOPERM, STANDALONE, NOPERM),
        new Answers("restricted user of whom nothing is known", RESTRICTED, NOPERM, NOPERM, NOPERM),
        refusing("-ERR command is not allowed"),
        refusing("-ERR Cluster is disabled. Use --cluster_mode=yes to enable."),
        refusing("-ERR Cluster mode is not enabled"),
        refusing("-ERR unsupported"),
        refusing("-ERR Teleport: not supported by Teleport"),
        refusing("-Unsupported operation: cluster"),
        refusing("-ERR unknown command 'CLUSTER'"),
        refusing("-LOADING Redis is loading the dataset in memory"),
        refusing("-BUSY Redis is busy running a script."),
        refusing("-MASTERDOWN Link with MASTER is down."),
        refusing("-CLUSTERDOWN The cluster is down"),
        refusing("-NOAUTH Authentication required."),
        refusing("-TRYAGAIN Later"),
        refusing("-ERR max number of clients reached"));
  }

  private static Answers refusing(String error) {
    return new Answers(error.substring(1), COMMANDS, error + "\r\n", NO_HELLO, error + "\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void getsAndGivesTheSameBytes(Answers answers) throws IOException {
    Random random = new Random(SEED);
    FakeStore store = new FakeStore();
    FakeStore other = new FakeStore();
    EndpointRegistry agent = new EndpointRegistry(Configuration.STANDARD);
    int asking = 0;
    for (int left = answers.commands; left > 0; ) {
      int commands = Math.min(left, 1 + random.nextInt(MOST_COMMANDS_OF_A_SESSION));
      left -= commands;
      Server server = new Server(answers, new Conversation(store, Conversation.ALL_KEYS));
      Dialer dialer = address -> {
        Server asked = new Server(answers, new Conversation(store, Conversation.ALL_KEYS));
        return new MemorySocket(ADDRESS, asked, 1000);
      };
      Socket socket = new MemorySocket(ADDRESS, server, 1000);
      try (Application application = new Application(agent.virtual(socket, ADDRESS, dialer))) {
        Conversation oracle = new Conversation(other, Conversation.ALL_KEYS);
        talk(application, oracle, server, commands, random);
      }
      asking += server.asking ? 1 : 0;
    }
    assertEquals(0, asking, "the agent asks on connections of its own");
  }

  private static void talk(
      Application application, Conversation oracle, Server server, int commands, Random random)
      throws IOException {
    for (int left = commands; left > 0; ) {
      List<String> batch = new ArrayList<>();
      StringBuilder expected = new StringBuilder();
      for (int i = Math.min(left, 1 + random.nextInt(8)); i > 0; i--) {
        String command = COMMANDS_OF_ALL_KINDS.get(random.nextInt(COMMANDS_OF_ALL_KINDS.size()));
        batch.add(command);
        expected.append(oracle.reply(List.of(command.split(" ")), null));
      }
      left -= batch.size();
      String wire = Wire.commands(batch.toArray(new String[0]));
      Supplier<String> message = () -> "seed " + SEED + ", behind " + batch;
      server.received.clear();
      application.write(wire, List.of(size(random)));
      String replies = application.read(expected.length(), size(random));
      assertEquals(expected.toString(), replies, message);
      assertEquals(wire, Wire.text(server.received.toArray()), message);
    }
  }

  private static int size(Random random) {
    return random.nextInt(4) == 0 ? 8192 : 1 + random.nextInt(30);
  }

  /** The server's side of one client's connection. */
  private static final class Server implements MemorySocket.Peer {
    private final Answers answers;
    private final Conversation conversation;
    private final ByteArrayBuilder waiting = new ByteArrayBuilder();
    private final ByteArrayBuilder received = new ByteArrayBuilder();
    private final Request request = new Request();
    private boolean asking;

    Server(Answers answers, Conversation conversation) {
      this.answers = answers;
      this.conversation = conversation;
    }

    @Override
    public void receive(byte[] bytes, MemorySocket socket) throws IOException {
      received.append(bytes);
      waiting.append(bytes);
      byte[] all = waiting.toArray();
      int at = 0;
      for (int end = next(all, at); end >= 0; end = next(all, at)) {
        socket.send(Wire.bytes(answer(words())));
        at = end;
      }
      waiting.clear();
      waiting.append(all, at, all.length - at);
    }

    private int next(byte[] all, int at) throws IOException {
      return RequestReader.whole(all, at, all.length, request);
    }

    private List<String> words() {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < request.count(); i++) {
        words.add(Wire.text(request.copy(i)));
      }
      return words;
    }

    private String answer(List<String> words) {
      if (words.equals(List.of("CLUSTER", "SLOTS"))) {
        asking = true;
        return answers.slots;
      }
      if (asking && words.get(0).equals("HELLO")) {
        return answers.hello;
      }
      return asking && words.get(0).equals("READONLY")
          ? answers.readOnly
          : conversation.reply(words, null);
    }
  }
}
