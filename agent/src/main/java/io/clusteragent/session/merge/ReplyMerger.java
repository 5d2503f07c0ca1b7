package io.clusteragent.session.merge;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Merges the replies of several nodes into the reply that a single server would give. */
public final class ReplyMerger {
  private static final String REFUSED_BY_REPLICA = " cannot be used with replica instances";
  private static final byte[] NOTBUSY = Resp.ascii("-NOTBUSY");
  private static final byte[] NIL_RESP2 = Resp.ascii("$-1\r\n");

  private ReplyMerger() {}

  /** Makes one reply of several. */
  public interface Rule {
    byte[] merge(PartialReplies replies) throws ProtocolException;
  }

  /** The first reply. For commands whose parts all succeed with the same reply. */
  public static final Rule ALL_SUCCEEDED = replies -> replies.copy(0);

  public static final Rule SUM = replies -> integer(sum(replies));

  public static final Rule MINIMUM = replies -> {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < replies.count(); i++) {
      least = Math.min(least, replies.integer(i));
    }
    return integer(least);
  };

  /** The elements of all arrays, in one array. */
  public static final Rule CONCATENATION = replies -> {
    int left = elementBytes(replies);
    byte[] array = array(elementCount(replies), left);
    for (int i = 0; i < replies.count(); i++) {
      int first = replies.firstElement(i);
      int length = replies.end(i) - first;
      System.arraycopy(replies.bytes(), first, array, array.length - left, length);
      left -= length;
    }
    return array;
  };

  /** The elements of all arrays, in one array without duplicates. */
  public static final Rule UNION = replies -> {
    Set<ByteBuffer> elements = new LinkedHashSet<>();
    for (int i = 0; i < replies.count(); i++) {
      int[] offsets = replies.elements(i);
      for (int e = 0; e + 1 < offsets.length; e++) {
        elements.add(ByteBuffer.wrap(replies.bytes(), offsets[e], offsets[e + 1] - offsets[e]));
      }
    }
    ByteArrayBuilder out = new ByteArrayBuilder();
    for (ByteBuffer element : elements) {
      out.append(element.array(), element.position(), element.remaining());
    }
    return array(elements.size(), out);
  };

  /** The smallest integer at each place of arrays of the same length; for 0 and 1 that is the logical "and". */
  public static final Rule LEAST_OF_EACH = replies -> eachPlace(replies, 0, Math::min);

  /** Arrays of {@code name count name count ...}: the sum of the counts of each name. */
  public static final Rule SUM_BY_NAME = replies -> eachPlace(replies, 1, Long::sum);

  /**
   * The first reply that is not an error. When all are errors: the last error other than NOTBUSY, which says that a node runs
   * no script.
   */
  public static final Rule ONE_SUCCEEDED = replies -> {
    int error = replies.count() - 1;
    for (int i = 0; i < replies.count(); i++) {
      if (!replies.isError(i)) {
        return replies.copy(i);
      }
      if (!replies.startsWith(i, NOTBUSY)) {
        error = i;
      }
    }
    return replies.copy(error);
  };

  /**
   * CLIENT KILL. With filters: the number of clients that were killed, on all nodes that replied with a number. With an
   * address: the OK of the node that the client was connected to.
   */
  public static final Rule KILLED = replies -> {
    long killed = 0;
    boolean counted = false;
    for (int i = 0; i < replies.count(); i++) {
      if (replies.isInteger(i)) {
        killed += replies.integer(i);
        counted = true;
      }
    }
    return counted ? integer(killed) : ONE_SUCCEEDED.merge(replies);
  };

  /**
   * Makes the rule for WAIT and WAITAOF: it leaves out the nodes that refuse the command because they became replicas. Any
   * other error is the whole reply.
   */
  public static Rule ofMasters(Rule rule) {
    return replies -> {
      PartialReplies ofMasters = new PartialReplies(replies.count());
      for (int i = 0; i < replies.count(); i++) {
        byte[] reply = replies.copy(i);
        if (!replies.isError(i)) {
          ofMasters.add(reply, 0, reply.length);
        } else if (!new String(reply, StandardCharsets.ISO_8859_1).contains(REFUSED_BY_REPLICA)) {
          return reply;
        }
      }
      return ofMasters.count() == 0 ? replies.copy(0) : rule.merge(ofMasters);
    };
  }

  /**
   * FUNCTION STATS: the reply of the node that runs a script, else that of the first node. The running script is the second
   * element.
   */
  public static final Rule RUNNING_SCRIPT = replies -> {
    for (int i = 0; i < replies.count(); i++) {
      int[] offsets = replies.elements(i);
      if (offsets.length > 2 && replies.elementsOrNone(offsets[1], offsets[2]) > 0) {
        return replies.copy(i);
      }
    }
    return replies.copy(0);
  };

  /**
   * RANDOMKEY: chooses a node at random, with its number of keys as weight, and returns its key.
   *
   * <p>The replies are pairs, of DBSIZE and RANDOMKEY, one pair for each node. A node whose keys have all expired still counts
   * them, and replies null to RANDOMKEY; its weight is 0.
   */
  public static final Rule RANDOM_KEY = replies -> {
    long size = 0;
    for (int i = 0; i < replies.count(); i += 2) {
      size += randomKeys(replies, i);
    }
    long choice = size <= 0 ? 0 : ThreadLocalRandom.current().nextLong(size);
    for (int i = 0; i < replies.count(); i += 2) {
      choice -= randomKeys(replies, i);
      if (choice < 0) {
        return replies.copy(i + 1);
      }
    }
    return replies.count() == 0 ? NIL_RESP2 : replies.copy(1);
  };

  /**
   * Makes the rule that puts the elements of all arrays into the order of the application's keys.
   *
   * @param partOfKey for each key the number of the part that contains it; within a part, keys keep the application's order
   */
  public static Rule inOrder(int[] partOfKey) {
    return replies -> {
      if (elementCount(replies) > partOfKey.length) {
        throw new ProtocolException("a node's reply has more elements than it was asked for");
      }
      int[] next = new int[replies.count()];
      for (int part = 0; part < next.length; part++) {
        next[part] = replies.firstElement(part);
      }
      int left = elementBytes(replies);
      byte[] array = array(partOfKey.length, left);
      for (int part : partOfKey) {
        int start = next[part];
        if (start == replies.end(part)) {
          throw new ProtocolException("a node's reply has fewer elements than it was asked for");
        }
        next[part] = replies.endOfElement(start, replies.end(part));
        int length = next[part] - start;
        System.arraycopy(replies.bytes(), start, array, array.length - left, length);
        left -= length;
      }
      return array;
    };
  }

  private static long randomKeys(PartialReplies replies, int pair) throws ProtocolException {
    long size = replies.integer(pair);
    return replies.isNull(pair + 1) ? 0 : size;
  }

  private static int elementBytes(PartialReplies replies) {
    int bytes = 0;
    for (int i = 0; i < replies.count(); i++) {
      bytes += replies.end(i) - replies.firstElement(i);
    }
    return bytes;
  }

  private static int elementCount(PartialReplies replies) throws ProtocolException {
    int count = 0;
    for (int i = 0; i < replies.count(); i++) {
      count += replies.elementCount(i);
    }
    return count;
  }

  private interface Operation {
    long apply(long a, long b);
  }

  /** Combines the integers at the same place of all arrays; other elements are taken from the first array. */
  private static byte[] eachPlace(PartialReplies replies, int skipped, Operation operation)
      throws ProtocolException {
    int[][] offsets = new int[replies.count()][];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = replies.elements(i);
      if (offsets[i].length != offsets[0].length) {
        throw new ProtocolException("the nodes' replies have different lengths");
      }
    }
    ByteArrayBuilder out = new ByteArrayBuilder();
    for (int e = 0; e + 1 < offsets[0].length; e++) {
      if (skipped == 1 && e % 2 == 0) {
        out.append(replies.bytes(), offsets[0][e], offsets[0][e + 1] - offsets[0][e]);
        continue;
      }
      long value = replies.integerAt(offsets[0][e]);
      for (int i = 1; i < offsets.length; i++) {
        value = operation.apply(value, replies.integerAt(offsets[i][e]));
      }
      out.append(integer(value));
    }
    return array(offsets[0].length - 1, out);
  }

  private static long sum(PartialReplies replies) throws ProtocolException {
    long sum = 0;
    for (int i = 0; i < replies.count(); i++) {
      sum += replies.integer(i);
    }
    return sum;
  }

  private static byte[] integer(long value) {
    return Resp.ascii(":" + value + "\r\n");
  }

  private static byte[] array(int size, ByteArrayBuilder elements) {
    byte[] array = array(size, elements.size());
    System.arraycopy(elements.bytes(), 0, array, array.length - elements.size(), elements.size());
    return array;
  }

  /** Returns an array that has its head, and space for its elements. */
  private static byte[] array(int size, int elementBytes) {
    byte[] head = Resp.ascii("*" + size + "\r\n");
    return Arrays.copyOf(head, head.length + elementBytes);
  }
}
