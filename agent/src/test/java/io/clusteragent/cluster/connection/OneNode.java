package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Starts a server that speaks RESP, with its node and a pool of connections without a handshake. */
abstract class OneNode {
  static final byte[] PING = Resp.command("PING");
  static final ConnectionProfile LOGIN = new ConnectionProfile(
      RespServer.dialer(),
      Handshake.NONE
          .with(Step.AUTH, Resp.command("AUTH", "secret"))
          .with(Step.DATABASE, Resp.command("SELECT", "0")));

  final IdleValidation idleValidation = new IdleValidation();
  RespServer server;
  Node node;
  NodeConnections connections;
  NodePool pool;

  @BeforeEach
  void start() throws IOException {
    server = new RespServer();
    node = new Node(server.address(), 0, idleValidation, () -> {});
    node.trust();
    connections = new NodeConnections(node);
    pool = connections.pool(new ConnectionProfile(RespServer.dialer(), Handshake.NONE));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }
}
