package faults;

import java.util.List;

/** What the clients that are wrong on purpose have in common: all that they do right. */
class ForwardingClient implements Client {
  private final Client client;

  ForwardingClient(Client client) {
    this.client = client;
  }

  @Override
  public void incr(String key) {
    client.incr(key);
  }

  @Override
  public void rpush(String key, String value) {
    client.rpush(key, value);
  }

  @Override
  public void set(String key, String value) {
    client.set(key, value);
  }

  @Override
  public String get(String key) {
    return client.get(key);
  }

  @Override
  public void setBoth(String one, String other, String value) {
    client.setBoth(one, other, value);
  }

  @Override
  public List<String> getBoth(String one, String other) {
    return client.getBoth(one, other);
  }
}
