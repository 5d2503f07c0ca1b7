package io.clusteragent.session.sentinel;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.util.Collection;

/** Writes what a Sentinel reports about itself, its master and the nodes around it. */
final class SentinelReports {
  /** The id of each Sentinel that the agent stands for; all of them agree, as they are one. */
  static final String MY_ID = "0000000000000000000000000000000000000001";

  private static final String MASTER_DOWN_AFTER_MILLIS = "30000";

  private final MonitoredMaster master;

  SentinelReports(MonitoredMaster master) {
    this.master = master;
  }

  /** As the reply of a server whose mode is {@code sentinel}. */
  void hello(ReplyWriter out) {
    out.map(6);
    out.bulk("server").bulk("redis");
    out.bulk("version").bulk("7.2.0");
    out.bulk("proto").integer(out.isResp3() ? 3 : 2);
    out.bulk("id").integer(1);
    out.bulk("mode").bulk("sentinel");
    out.bulk("modules").array(0);
  }

  void role(ReplyWriter out) {
    Collection<String> names = master.names();
    out.array(2).bulk("sentinel").array(names.size());
    for (String name : names) {
      out.bulk(name);
    }
  }

  void info(ReplyWriter out) {
    NodeAddress now = null;
    try {
      now = master.find();
    } catch (IOException e) {
      // The report names no address then.
    }
    StringBuilder text = new StringBuilder();
    text.append("# Server\r\nredis_mode:sentinel\r\n\r\n");
    text.append("# Sentinel\r\nsentinel_masters:").append(master.names().size()).append("\r\n");
    int index = 0;
    for (String name : master.names()) {
      text.append("master").append(index++).append(":name=").append(name).append(",status=");
      text.append(now == null ? "odown" : "ok").append(",address=").append(now == null ? "" : now);
      text.append(",slaves=").append(master.replicas().size()).append(",sentinels=");
      text.append(master.otherSentinels().size() + 1).append("\r\n");
    }
    out.bulk(text.toString());
  }

  void masters(ReplyWriter out) {
    try {
      NodeAddress now = master.find();
      Collection<String> names = master.names();
      out.array(names.size());
      for (String name : names) {
        master(name, now, out);
      }
    } catch (IOException e) {
      out.error("ERR " + e.getMessage());
    }
  }

  void master(String name, NodeAddress address, ReplyWriter out) {
    out.map(12);
    server(name, address, "master", out);
    pair("role-reported", "master", out);
    pair("config-epoch", "0", out);
    pair("num-slaves", Integer.toString(master.replicas().size()), out);
    pair("num-other-sentinels", Integer.toString(master.otherSentinels().size()), out);
    pair("quorum", "1", out);
  }

  void replicas(ReplyWriter out) {
    Collection<NodeAddress> replicas = master.replicas();
    NodeAddress now = master.lastFound();
    out.array(replicas.size());
    for (NodeAddress replica : replicas) {
      boolean down = master.isSuspect(replica);
      out.map(11);
      server(replica.toString(), replica, down ? "s_down,slave,disconnected" : "slave", out);
      pair("role-reported", "slave", out);
      pair("master-link-status", "ok", out);
      pair("master-host", now == null ? "?" : now.host(), out);
      pair("master-port", now == null ? "0" : Integer.toString(now.port()), out);
    }
  }

  void otherSentinels(ReplyWriter out) {
    Collection<NodeAddress> others = master.otherSentinels();
    out.array(others.size());
    for (NodeAddress other : others) {
      out.map(7);
      server(other.toString(), other, "sentinel", out);
    }
  }

  /** Writes the seven pairs that Sentinel has for every kind of server. */
  private static void server(String name, NodeAddress address, String flags, ReplyWriter out) {
    pair("name", name, out);
    pair("ip", address.host(), out);
    pair("port", Integer.toString(address.port()), out);
    pair("runid", "", out);
    pair("flags", flags, out);
    pair("last-ok-ping-reply", "0", out);
    pair("down-after-milliseconds", MASTER_DOWN_AFTER_MILLIS, out);
  }

  private static void pair(String key, String value, ReplyWriter out) {
    out.bulk(key).bulk(value);
  }
}
