package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Three nodes and an application; whatever happened, it can go on afterwards and has given its connections back. */
abstract class TransactionScenario {
  static final String ABORTED = "-EXECABORT Transaction discarded because of previous errors.";
  static final String CROSSSLOT = "-CROSSSLOT Keys in request don't hash to the same slot";

  FakeCluster cluster;
  FakeNode first;
  FakeNode second;
  FakeNode third;
  Application application;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
    application = cluster.connect(first);
  }

  @AfterEach
  void everythingWasGivenBack() throws IOException {
    try {
      application.timeout(2000);
      assertEquals("+PONG", application.ask("PING"));
      cluster.assertAllGivenBack();
    } finally {
      application.close();
      cluster.close();
    }
  }

  /** As Jedis 2.x: all is written, then all is read. */
  List<String> together(String... commands) throws IOException {
    application.say(commands);
    return replies(commands.length);
  }

  /** Reads so many replies. */
  List<String> replies(int count) throws IOException {
    List<String> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replies.add(application.reply());
    }
    return replies;
  }

  /** As {@code ReliableTransaction}: each reply is read before the next command. */
  List<String> oneByOne(String... commands) throws IOException {
    List<String> replies = new ArrayList<>();
    for (String command : commands) {
      replies.add(application.ask(command));
    }
    return replies;
  }

  /** The session is of no more use: the application goes on with another. */
  void connectAnew() throws IOException {
    application.close();
    application = cluster.connect(first);
  }
}
