package oracle;

import java.util.ArrayList;
import java.util.List;

/** Commands that are sent together as a pipeline, or one after the other, each after the previous reply. Immutable. */
final class Batch {
  final List<Call> calls;
  final boolean pipelined;

  Batch(List<Call> calls, boolean pipelined) {
    this.calls = calls;
    this.pipelined = pipelined;
  }

  Batch without(int call) {
    List<Call> rest = new ArrayList<>(calls);
    rest.remove(call);
    return new Batch(rest, pipelined);
  }

  /** The replies as texts, which contain only what is compared. */
  List<String> run(Wire wire) {
    List<String> replies = new ArrayList<>();
    if (pipelined) {
      for (Call call : calls) {
        wire.send(call.words);
      }
    }
    for (Call call : calls) {
      replies.add(call.show(pipelined ? wire.receive() : wire.call(call.words)));
    }
    return replies;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(pipelined ? "  pipelined\n" : "");
    for (Call call : calls) {
      text.append(pipelined ? "    " : "  ").append(call).append('\n');
    }
    return text.toString();
  }
}
