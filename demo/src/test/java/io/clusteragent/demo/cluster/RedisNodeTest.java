package io.clusteragent.demo.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisNodeTest {
  @Test
  void answersOnItsPort() {
    try (RedisNode node = RedisNode.settings().start()) {
      assertEquals("OK", node.ask("SET", "greeting", "h\u00e9llo"));
      assertEquals("h\u00e9llo", node.ask("GET", "greeting"));
      node.ask("RPUSH", "list", "a", "b");
      assertEquals(List.of("a", "b"), node.ask("LRANGE", "list", "0", "-1"));
      assertThrows(ServerError.class, () -> node.ask("INCR", "greeting"));
    }
  }

  @Test
  void asksForItsPassword() throws Exception {
    try (RedisNode node = RedisNode.settings()
        .password("secret")
        .aclUser("shop", "till", "~* &* +@all")
        .start()) {
      try (RespClient stranger = new RespClient(node.host(), node.port(), null)) {
        Object reply = stranger.call(UTF_8, "GET", "k");
        assertTrue(reply.toString().contains("NOAUTH"), reply.toString());
        assertEquals("OK", stranger.call(UTF_8, "AUTH", "shop", "till"));
      }
    }
  }

  @Test
  void keepsItsPortOverARestartButNotItsProcess() {
    try (RedisNode node = RedisNode.settings().start()) {
      long first = node.pid();
      node.kill();
      assertThrows(UncheckedIOException.class, () -> node.ask("PING"));
      node.restart();
      assertEquals("PONG", node.ask("PING"));
      assertNotEquals(first, node.pid());
    }
  }

  @Test
  void aPausedNodeAnswersAfterItResumes() {
    try (RedisNode node = RedisNode.settings().start()) {
      node.pause();
      assertThrows(UncheckedIOException.class, () -> node.ask("PING"));
      node.resume();
      assertEquals("PONG", node.ask("PING"));
    }
  }

  @Test
  void theServerReportsItsVersion() {
    try (RedisNode node = RedisNode.settings().start()) {
      ServerBinary binary = ServerBinary.find();
      String field = binary.isValkey() ? "valkey_version:" : "redis_version:";
      String info = (String) node.ask("INFO", "server");
      assertTrue(info.contains(field + binary.version()), info);
    }
  }
}
