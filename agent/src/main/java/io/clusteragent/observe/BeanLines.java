package io.clusteragent.observe;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What the beans show and do, for the command line in another JVM, in lines: {@code [Node 10.0.0.7:7000 10.0.0.8:7000]} begins
 * a bean, by its type, its cluster and its own name; each line behind it is a figure, {@code Moved=3}.
 */
public final class BeanLines {
  private static final long REFRESH_MILLIS = 5000;
  private static final long LOOK_MILLIS = 10;

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final StringBuilder lines = new StringBuilder();

  private BeanLines() {}

  /** All figures of all beans. */
  public static String status() throws JMException {
    BeanLines lines = new BeanLines();
    for (String type : new String[] {"Agent", "Cluster", "Node"}) {
      for (ObjectName bean : lines.beans(type)) {
        lines.begin(bean);
        for (MBeanAttributeInfo figure : lines.server.getMBeanInfo(bean).getAttributes()) {
          lines.line(figure.getName(), lines.server.getAttribute(bean, figure.getName()));
        }
      }
    }
    return lines.lines.toString();
  }

  /** Asks for the slot map of each cluster, and waits for the outcome. */
  public static String refresh() throws JMException, InterruptedException {
    BeanLines lines = new BeanLines();
    for (ObjectName bean : lines.beans("Cluster")) {
      long refreshes = lines.figure(bean, "Refreshes");
      long failures = lines.figure(bean, "RefreshesFailed");
      Object said = lines.server.invoke(bean, "refresh", null, null);
      String outcome = "requested".equals(said)
          ? lines.await(bean, refreshes)
              ? lines.figure(bean, "RefreshesFailed") > failures
                  ? "no node gave its topology"
                  : "refreshed"
              : "not refreshed within " + TimeUnit.MILLISECONDS.toSeconds(REFRESH_MILLIS) + " s"
          : said.toString();
      lines.begin(bean);
      lines.line("Outcome", outcome);
      for (String figure : new String[] {"Masters", "SlotsCovered"}) {
        lines.line(figure, lines.server.getAttribute(bean, figure));
      }
    }
    return lines.lines.toString();
  }

  private boolean await(ObjectName bean, long refreshes) throws JMException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REFRESH_MILLIS);
    while (figure(bean, "Refreshes") <= refreshes) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }

  private long figure(ObjectName bean, String name) throws JMException {
    return ((Number) server.getAttribute(bean, name)).longValue();
  }

  private Set<ObjectName> beans(String type) throws JMException {
    return new TreeSet<>(
        server.queryNames(new ObjectName(Registry.DOMAIN + ":type=" + type + ",*"), null));
  }

  private void begin(ObjectName bean) {
    lines.append('[').append(bean.getKeyProperty("type"));
    for (String part : new String[] {"cluster", "name"}) {
      String value = bean.getKeyProperty(part);
      lines.append(value == null ? "" : " " + ObjectName.unquote(value));
    }
    lines.append("]\n");
  }

  private void line(String name, Object value) {
    lines.append(name).append('=');
    if (value != null && value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        lines.append(i == 0 ? "" : "; ").append(oneLine(Array.get(value, i)));
      }
    } else {
      lines.append(oneLine(value));
    }
    lines.append('\n');
  }

  private static String oneLine(Object value) {
    return String.valueOf(value).replaceAll("[\\r\\n]+", " ");
  }
}
