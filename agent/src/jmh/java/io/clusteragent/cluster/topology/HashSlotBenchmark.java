package io.clusteragent.cluster.topology;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The slot of a key. */
@State(Scope.Thread)
public class HashSlotBenchmark {

  @Param({
    "key:012345",
    "session:5f0c1f8e-52a1-4cf1-9f0e-0b9a6f2c3d11:attributes",
    "{user:4711}:cart"
  })
  public String key;

  private final Request request = new Request();

  @Setup
  public void read() throws ProtocolException {
    int length = key.length();
    byte[] bytes = ("*2\r\n$3\r\nGET\r\n$" + length + "\r\n" + key + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
    RequestReader.whole(bytes, 0, bytes.length, request);
  }

  @Benchmark
  public int slot() {
    return HashSlot.of(request, 1);
  }
}
