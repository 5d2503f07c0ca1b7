package io.clusteragent.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.protocol.ErrorReply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are those of the servers and proxies named. */
class ClusterCommandErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '"',
      value = {
        // Redis, Valkey
        "ERR This instance has cluster support disabled => NO_CLUSTER",
        "ERR unknown command 'CLUSTER' => UNKNOWN_COMMAND",
        "ERR unknown command `CLUSTER`, with args beginning with: `SLOTS`, => UNKNOWN_COMMAND",
        "ERR Unknown subcommand or wrong number of arguments for 'SLOTS' => OTHER",
        "NOPERM this user has no permissions to run the 'cluster' command or its subcommand => DENIED",
        "NOPERM User x has no permissions to run the 'cluster|slots' command => DENIED",
        "LOADING Redis is loading the dataset in memory => TEMPORARY",
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE. => TEMPORARY",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'. => TEMPORARY",
        "CLUSTERDOWN The cluster is down => TEMPORARY",
        "TRYAGAIN Multiple keys request during rehashing of slot => TEMPORARY",
        "NOAUTH Authentication required. => TEMPORARY",
        "DENIED Redis is running in protected mode because protected mode is enabled => TEMPORARY",
        "ERR max number of clients reached => TEMPORARY",
        "ERR max number of clients + cluster connections reached => TEMPORARY",
        "BUSYGROUP Consumer Group name already exists => OTHER",
        // Redis Enterprise, Redis Cloud, Azure's Enterprise policy
        "ERR command is not allowed => OTHER",
        // Dragonfly
        "ERR Cluster is disabled. Use --cluster_mode=yes to enable. => OTHER",
        "ERR Cluster is disabled. Enabled via passing --cluster_mode=emulated => OTHER",
        // Kvrocks
        "ERR Cluster mode is not enabled => OTHER",
        "LOADING kvrocks is restoring the db from backup => TEMPORARY",
        // Teleport, jedis-mock, Envoy, others
        "ERR Teleport: not supported by Teleport => OTHER",
        "Unsupported operation: cluster => OTHER",
        "ERR unsupported command 'cluster' => OTHER",
        "ERR unsupported => OTHER",
        "ERR unknown command 'cluster', with args beginning with: SLOTS => UNKNOWN_COMMAND",
        "no => OTHER",
      })
  void anErrorIsClassifiedByItsText(String message, ClusterCommandError expected) {
    assertEquals(expected, ClusterCommandError.of(new ErrorReply(message)));
  }
}
