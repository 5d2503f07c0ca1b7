package io.clusteragent.command;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures reading a command, finding it in the table, and finding its first key. */
@State(Scope.Thread)
public class CommandTableBenchmark {

  @Param({
    "GET key:012345",
    "SET key:012345 0123456789abcdef",
    "CONFIG GET maxmemory",
    "EVALSHA 0123456789012345678901234567890123456789 1 key:012345 argument",
    "XREADGROUP GROUP group consumer COUNT 10 STREAMS stream >"
  })
  public String command;

  private final CommandTable table = CommandTable.builtIn();
  private final Request request = new Request();
  private byte[] wire;

  @Setup
  public void encode() {
    String[] words = command.split(" ");
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append("$" + word.length() + "\r\n" + word + "\r\n");
    }
    wire = text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Benchmark
  public int read() throws ProtocolException {
    return RequestReader.whole(wire, 0, wire.length, request);
  }

  @Benchmark
  public int readAndFindKey() throws ProtocolException {
    RequestReader.whole(wire, 0, wire.length, request);
    return table.find(request).firstKey(request);
  }
}
