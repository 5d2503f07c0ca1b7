package io.clusteragent.tests.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A workload of the benchmark.
 *
 * @param kind its name in the worker
 * @param threads the number of threads that call at the same time
 * @param keys the number of keys
 * @param valueBytes length of a value
 * @param count the number of commands in a pipeline, keys in an MGET, fields in a hash, or elements in a list
 * @param oneCore whether client and servers share one core
 * @param without modes that have no such calls: applications do not split an MGET by slots themselves, and JedisCluster has
 *     no transactions
 */
record Load(
    String name,
    String description,
    String kind,
    int threads,
    int keys,
    int valueBytes,
    int count,
    boolean oneCore,
    Set<Mode> without) {
  private static final int KIB = 1024;

  static final List<Load> ALL = List.of(
      getSet("getset-1", "GET/SET of 16 bytes, one thread", 1, 10_000, 16).onOneCore(),
      getSet("getset-8", "GET/SET of 16 bytes, 8 threads", 8, 10_000, 16),
      getSet("getset-64", "GET/SET of 16 bytes, 64 threads", 64, 10_000, 16),
      pipeline(100),
      pipeline(1_000),
      pipeline(100_000),
      getSet("value-1k", "GET/SET of 1 KiB, 8 threads", 8, 10_000, KIB),
      getSet("value-100k", "GET/SET of 100 KiB, 8 threads", 8, 200, 100 * KIB),
      getSet("value-10m", "GET/SET of 10 MiB, one thread", 1, 8, 10 * KIB * KIB),
      of("hgetall-200", "HGETALL of 200 fields, 8 threads", "hgetall", 8, 100, 200),
      of("lrange-10000", "LRANGE of 10,000 elements, one thread", "lrange", 1, 30, 10_000),
      of("mget-50", "MGET of 50 keys (JedisCluster: 50 GETs), 8 threads", "mget", 8, 10_000, 50)
          .without(Mode.FREE),
      of("multi", "MULTI, SET, GET, EXEC in one slot, 8 threads", "multi", 8, 10_000, 0)
          .without(Mode.JEDISCLUSTER),
      of("evalsha", "EVALSHA with one key, 8 threads", "evalsha", 8, 10_000, 0));

  private static Load of(
      String name, String description, String kind, int threads, int keys, int count) {
    return new Load(
        name, description, kind, threads, keys, 16, count, false, EnumSet.noneOf(Mode.class));
  }

  private static Load getSet(String name, String description, int threads, int keys, int bytes) {
    return new Load(
        name, description, "getset", threads, keys, bytes, 0, false, EnumSet.noneOf(Mode.class));
  }

  private static Load pipeline(int commands) {
    String description =
        String.format("pipelines of %,d SETs and GETs of 16 bytes, one thread", commands);
    return of("pipeline-" + commands, description, "pipeline", 1, 10_000, commands);
  }

  private Load onOneCore() {
    return new Load(
        name,
        description + ", client and servers on one core",
        kind,
        threads,
        keys,
        valueBytes,
        count,
        true,
        without);
  }

  private Load without(Mode mode) {
    return new Load(
        name, description, kind, threads, keys, valueBytes, count, oneCore, EnumSet.of(mode));
  }

  /** Whether a mode has such calls in a Jedis line. */
  boolean runsIn(Mode mode, WorkerProgram program) {
    boolean clusterPipeline = mode == Mode.JEDISCLUSTER && kind.equals("pipeline");
    return !without.contains(mode) && (!clusterPipeline || program.hasClusterPipeline());
  }
}
