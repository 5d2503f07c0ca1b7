// since 3.10
package faults;

import java.util.List;

/** Forwards all commands. Base class of the clients with deliberate errors. */
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

  @Override
  public String loadScript(String script, List<String> samples) {
    return client.loadScript(script, samples);
  }

  @Override
  public void evalsha(String sha1, List<String> keys, String argument) {
    client.evalsha(sha1, keys, argument);
  }

  @Override
  public void lpush(String key, String value) {
    client.lpush(key, value);
  }

  @Override
  public void brpoplpush(String from, String to, int seconds) {
    client.brpoplpush(from, to, seconds);
  }

  @Override
  public String brpop(String key, int seconds) {
    return client.brpop(key, seconds);
  }
}
