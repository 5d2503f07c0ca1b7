package io.clusteragent.observe;

import io.clusteragent.metrics.Count;
import io.clusteragent.metrics.Histogram;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;

/**
 * Builds a bean from attributes and operations, each with its description. The bean uses JDK types only, so that any
 * console shows it.
 */
final class Bean implements DynamicMBean {
  private final String description;
  private final Map<String, MBeanAttributeInfo> attributeInfos = new LinkedHashMap<>();
  private final Map<String, Supplier<?>> attributeValues = new LinkedHashMap<>();
  private final Map<String, MBeanOperationInfo> operationInfos = new LinkedHashMap<>();
  private final Map<String, Function<String, ?>> operationBodies = new LinkedHashMap<>();

  Bean(String description) {
    this.description = description;
  }

  <T> Bean attribute(String name, Class<T> type, String meaning, Supplier<T> reading) {
    attributeInfos.put(
        name, new MBeanAttributeInfo(name, type.getName(), meaning, true, false, false));
    attributeValues.put(name, reading);
    return this;
  }

  /** Adds all counts as attributes, under their names in camel case. */
  Bean counts(ToLongFunction<Count> reading) {
    for (Count count : Count.values()) {
      attribute(
          count.inCamelCase(), Long.class, count.description(), () -> reading.applyAsLong(count));
    }
    return this;
  }

  Bean percentiles(String prefix, String what, Supplier<Histogram.Snapshot> times) {
    percentile(prefix + "MicrosP50", what, 0.5, times);
    percentile(prefix + "MicrosP90", what, 0.9, times);
    percentile(prefix + "MicrosP99", what, 0.99, times);
    percentile(prefix + "MicrosP999", what, 0.999, times);
    percentile(prefix + "MicrosMax", what, 1, times);
    return this;
  }

  private void percentile(
      String name, String what, double share, Supplier<Histogram.Snapshot> times) {
    String meaning = "Microseconds that a share of " + share + " of " + what + " did not exceed";
    attribute(name, Long.class, meaning, () -> times.get().micros(share));
  }

  Bean operation(String name, String meaning, Supplier<?> act) {
    return addOperation(name, meaning, new MBeanParameterInfo[0], nothing -> act.get());
  }

  Bean operation(String name, String meaning, String parameter, Function<String, ?> act) {
    MBeanParameterInfo info = new MBeanParameterInfo(parameter, String.class.getName(), parameter);
    return addOperation(name, meaning, new MBeanParameterInfo[] {info}, act);
  }

  private Bean addOperation(
      String name, String meaning, MBeanParameterInfo[] parameters, Function<String, ?> act) {
    operationInfos.put(
        name,
        new MBeanOperationInfo(
            name, meaning, parameters, String.class.getName(), MBeanOperationInfo.ACTION));
    operationBodies.put(name, act);
    return this;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return new MBeanInfo(
        Bean.class.getName(),
        description,
        attributeInfos.values().toArray(new MBeanAttributeInfo[0]),
        null,
        operationInfos.values().toArray(new MBeanOperationInfo[0]),
        null);
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException {
    Supplier<?> reading = attributeValues.get(name);
    if (reading == null) {
      throw new AttributeNotFoundException(name);
    }
    return reading.get();
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList all = new AttributeList();
    for (String name : names) {
      Supplier<?> reading = attributeValues.get(name);
      if (reading != null) {
        all.add(new Attribute(name, reading.get()));
      }
    }
    return all;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " can only be read");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String name, Object[] arguments, String[] types) throws ReflectionException {
    MBeanOperationInfo operation = operationInfos.get(name);
    int given = arguments == null ? 0 : arguments.length;
    if (operation == null || operation.getSignature().length != given) {
      throw new ReflectionException(new NoSuchMethodException(name));
    }
    return operationBodies.get(name).apply(given == 0 ? null : (String) arguments[0]);
  }
}
