package io.clusteragent.cli;

import io.clusteragent.attach.AttachException;
import io.clusteragent.attach.RemoteAgent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the agent in another JVM says of itself: beans with their figures. Immutable. */
final class AgentAnswer {
  private final List<Bean> beans = new ArrayList<>();

  /** One of them. */
  static final class Bean {
    private final List<String> names;
    private final Map<String, String> figures = new LinkedHashMap<>();

    private Bean(List<String> names) {
      this.names = names;
    }

    private boolean is(String... first) {
      return names.size() >= first.length
          && names.subList(0, first.length).equals(Arrays.asList(first));
    }

    /** What tells it from others of its type. */
    String name() {
      return names.get(names.size() - 1);
    }

    /** A figure as text; empty when there is none of the name. */
    String get(String figure) {
      String text = figures.get(figure);
      return text == null ? "" : text;
    }

    long number(String figure) {
      String text = get(figure);
      return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** All figures, for JSON. */
    Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Map.Entry<String, String> figure : figures.entrySet()) {
        String name = figure.getKey();
        String text = figure.getValue();
        Object value = text;
        if (text.equals("true") || text.equals("false")) {
          value = Boolean.valueOf(text);
        } else if (!name.equals("Slots") && text.matches("-?\\d{1,18}")) {
          value = Long.valueOf(text);
        }
        values.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), value);
      }
      return values;
    }
  }

  /**
   * @param text lines as the agent writes them: {@code [type name...]} begins a bean, {@code figure=value} follows
   */
  AgentAnswer(String text) {
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        beans.add(new Bean(Arrays.asList(line.substring(1, line.length() - 1).split(" "))));
      } else if (equals > 0) {
        beans
            .get(beans.size() - 1)
            .figures
            .put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
  }

  /**
   * Asks for one, as a call of a tool says.
   *
   * @param question see {@link RemoteAgent#ask}
   */
  static AgentAnswer to(String question, Invocation call) throws ToolException {
    if (call.operands().size() != 1 || !call.operands().get(0).matches("\\d+")) {
      throw ToolException.usage("the tool takes PID, and nothing behind it");
    }
    String pid = call.operands().get(0);
    try {
      String answer = RemoteAgent.ask(pid, question);
      if (answer.startsWith(RemoteAgent.FAILED)) {
        throw ToolException.noAnswer("process " + pid + ": " + answer);
      }
      return new AgentAnswer(answer);
    } catch (AttachException e) {
      throw ToolException.noAnswer("process " + pid + ": " + e.getMessage());
    }
  }

  /** The agent's own bean; {@code null} when it has none yet. */
  Bean agent() {
    for (Bean bean : beans) {
      if (bean.is("Agent")) {
        return bean;
      }
    }
    return null;
  }

  List<Bean> clusters() {
    return all("Cluster");
  }

  List<Bean> nodesOf(Bean cluster) {
    return all("Node", cluster.name());
  }

  private List<Bean> all(String... first) {
    List<Bean> all = new ArrayList<>();
    for (Bean bean : beans) {
      if (bean.is(first)) {
        all.add(bean);
      }
    }
    return all;
  }
}
