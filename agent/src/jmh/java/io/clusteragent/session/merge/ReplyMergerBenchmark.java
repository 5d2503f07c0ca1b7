package io.clusteragent.session.merge;

import io.clusteragent.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The replies to the parts of MGET, each of one value, become one. */
@State(Scope.Thread)
public class ReplyMergerBenchmark {

  @Param({"3", "50"})
  public int parts;

  private byte[] reply;

  @Setup
  public void form() {
    reply = "*1\r\n$16\r\n0123456789abcdef\r\n".getBytes(StandardCharsets.US_ASCII);
  }

  @Benchmark
  public byte[] concatenate() throws ProtocolException {
    ReplyAggregation gather = ReplyAggregation.allOrError(ReplyMerger.CONCATENATION);
    for (int i = 0; i < parts; i++) {
      gather.add(reply);
    }
    return gather.merged();
  }
}
