package io.clusteragent.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clusteragent.metrics.Count;
import io.clusteragent.metrics.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import org.junit.jupiter.api.Test;

/** Uses a bean as a JMX console does. */
class BeanTest {
  private final Metrics metrics = new Metrics();
  private final Bean bean = new Bean("a bean")
      .attribute("Name", String.class, "its name", () -> "me")
      .counts(metrics::get)
      .percentiles("Time", "times", () -> metrics.times().snapshot())
      .operation("greet", "greets", "whom", whom -> "hello " + whom)
      .operation("rest", "rests", () -> "done");

  @Test
  void anMBeanServerRegistersAndReadsTheBean() throws Exception {
    MBeanServer server = MBeanServerFactory.newMBeanServer();
    ObjectName name = new ObjectName("test:type=Bean");
    server.registerMBean(bean, name);
    metrics.add(Count.UNKNOWN_SHOWN, 7);
    metrics.times().record(3_000);

    assertEquals("me", server.getAttribute(name, "Name"));
    assertEquals(7L, server.getAttribute(name, "UnknownShown"));
    assertEquals(4L, server.getAttribute(name, "TimeMicrosP99"));
    assertEquals(
        List.of(new Attribute("Moved", 0L), new Attribute("UnknownShown", 7L)),
        server
            .getAttributes(name, new String[] {"Moved", "Nothing", "UnknownShown"})
            .asList());
    assertEquals(
        "hello you",
        server.invoke(name, "greet", new Object[] {"you"}, new String[] {String.class.getName()}));
    assertEquals("done", server.invoke(name, "rest", null, null));
  }

  @Test
  void everyCountIsDescribed() {
    Set<String> names = Arrays.stream(bean.getMBeanInfo().getAttributes())
        .filter(attribute -> !attribute.getDescription().isBlank())
        .map(MBeanAttributeInfo::getName)
        .collect(Collectors.toSet());

    assertEquals(1 + Count.values().length + 5, names.size());
    for (Count count : Count.values()) {
      assertEquals(true, names.contains(count.inCamelCase()), count.name());
    }
  }

  @Test
  void unknownAttributesAndOperationsThrow() {
    assertThrows(AttributeNotFoundException.class, () -> bean.getAttribute("Nothing"));
    assertThrows(
        AttributeNotFoundException.class, () -> bean.setAttribute(new Attribute("Name", "you")));
    assertThrows(ReflectionException.class, () -> bean.invoke("nothing", null, null));
    assertThrows(ReflectionException.class, () -> bean.invoke("greet", null, null));
  }
}
