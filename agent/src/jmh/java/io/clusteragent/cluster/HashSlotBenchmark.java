package io.clusteragent.cluster;

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

  private byte[] bytes;

  @Setup
  public void encode() {
    bytes = key.getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public int slot() {
    return HashSlot.of(bytes, 0, bytes.length);
  }
}
