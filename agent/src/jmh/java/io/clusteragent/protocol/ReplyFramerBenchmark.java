package io.clusteragent.protocol;

import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures finding a reply's end: in one piece, and in pieces of 8 KB. A socket gives such pieces. */
@State(Scope.Thread)
public class ReplyFramerBenchmark {
  private static final int PIECE = 8192;

  @Param({"OK", "16 bytes", "100 KB", "10 MB", "200 fields", "10000 elements"})
  public String kind;

  private final ReplyFramer framer = new ReplyFramer();
  private byte[] reply;

  @Setup
  public void form() {
    reply = text().getBytes(StandardCharsets.US_ASCII);
  }

  private String text() {
    switch (kind) {
      case "OK":
        return "+OK\r\n";
      case "16 bytes":
        return bulk(16);
      case "100 KB":
        return bulk(100 * 1024);
      case "10 MB":
        return bulk(10 * 1024 * 1024);
      case "200 fields":
        return "*400\r\n" + (bulk(9) + bulk(16)).repeat(200);
      default:
        return "*10000\r\n" + bulk(16).repeat(10_000);
    }
  }

  private static String bulk(int length) {
    return "$" + length + "\r\n" + "x".repeat(length) + "\r\n";
  }

  @Benchmark
  public int inPieces() throws ProtocolException {
    framer.begin();
    int at = 0;
    while (!framer.atEnd()) {
      at = framer.feed(reply, at, Math.min(reply.length, at + PIECE));
    }
    return at;
  }

  /** The short way, which pipelines take; 0 for what it leaves to the long way. */
  @Benchmark
  public int whole() {
    return WholeValue.length(reply, 0, reply.length);
  }
}
