package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Checks after each test that the application is still usable and has released its connections. */
abstract class TransactionScenario extends ThreeNodes {
  static final String ABORTED = "-EXECABORT Transaction discarded because of previous errors.";
  static final String CROSSSLOT = "-CROSSSLOT Keys in request don't hash to the same slot";

  @AfterEach
  void assertUsableAndReleased() throws IOException {
    application.timeout(2000);
    assertEquals("+PONG", application.call("PING"));
    cluster.assertAllReleased();
  }

  /** Sends and reads as Jedis 2.x does: all commands are written, then all replies are read. */
  List<String> pipelined(String... commands) throws IOException {
    application.send(commands);
    return replies(commands.length);
  }

  /** Reads this number of replies. */
  List<String> replies(int count) throws IOException {
    List<String> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replies.add(application.reply());
    }
    return replies;
  }

  /** Sends and reads as {@code ReliableTransaction} does: each reply is read before the next command. */
  List<String> oneByOne(String... commands) throws IOException {
    List<String> replies = new ArrayList<>();
    for (String command : commands) {
      replies.add(application.call(command));
    }
    return replies;
  }

  /** Replaces a session that cannot be used any more. */
  void reconnect() throws IOException {
    application.close();
    application = cluster.connect(first);
  }
}
