package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.ServerBinary;
import java.nio.file.Path;

/** The nodes run two versions of the server: {@code -Dsettings.server} names the second. */
final class MixedVersionsSetting extends Setting {
  private final RedisCluster cluster = RedisCluster.builder()
      .masters(3)
      .binaries(
          ServerBinary.at(Path.of(System.getProperty("settings.server"))), ServerBinary.find())
      .start();

  @Override
  int port() {
    return cluster.nodes().get(0).port();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
