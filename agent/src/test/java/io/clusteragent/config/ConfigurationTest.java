package io.clusteragent.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.config.Options.RetryUnknown;
import io.clusteragent.hashtag.HashTagRules;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  @Test
  void withoutSettingsEveryOptionHasItsDefault() {
    Configuration configuration = of(null);

    assertTrue(configuration.get(Options.ENABLED));
    assertEquals(ReadFrom.MASTER, configuration.get(Options.READ_FROM));
    assertEquals(RetryUnknown.SAFE, configuration.get(Options.RETRY_UNKNOWN));
    assertEquals(0, configuration.get(Options.DEADLINE));
  }

  @Test
  void argumentsAreSeparatedByCommas() {
    Configuration configuration = of("readFrom=replicaPreferred,deadline=500,enabled=false");

    assertEquals(ReadFrom.REPLICA_PREFERRED, configuration.get(Options.READ_FROM));
    assertEquals(500, configuration.get(Options.DEADLINE));
    assertFalse(configuration.get(Options.ENABLED));
  }

  @Test
  void argumentsComeBeforePropertiesAndPropertiesBeforeTheEnvironment() {
    Properties properties = new Properties();
    properties.setProperty("clusteragent.readFrom", "any");
    properties.setProperty("clusteragent.retryUnknown", "always");
    Map<String, String> environment = Map.of(
        "CLUSTERAGENT_READ_FROM",
        "replica",
        "CLUSTERAGENT_RETRY_UNKNOWN",
        "never",
        "CLUSTERAGENT_DEADLINE",
        "7");

    Configuration configuration = Configuration.of("readFrom=master", properties, environment);

    assertEquals(ReadFrom.MASTER, configuration.get(Options.READ_FROM));
    assertEquals(RetryUnknown.ALWAYS, configuration.get(Options.RETRY_UNKNOWN));
    assertEquals(7, configuration.get(Options.DEADLINE));
  }

  @Test
  void redirectsAreAddressesWithOneNodeOrMore() {
    InetSocketAddress a = InetSocketAddress.createUnresolved("a", 1);
    InetSocketAddress b = InetSocketAddress.createUnresolved("b", 2);
    InetSocketAddress c = InetSocketAddress.createUnresolved("::1", 3);

    assertEquals(
        Map.of(
            InetSocketAddress.createUnresolved("old", 6379), List.of(a, b),
            InetSocketAddress.createUnresolved("older", 6380), List.of(c)),
        of("redirect=old:6379->a:1,b:2,older:6380->[::1]:3,deadline=5").get(Options.REDIRECT));
    assertEquals(Map.of(), of(null).get(Options.REDIRECT));
    for (String wrong :
        List.of("old:1", "old->a:1", "old:1->a", "o:1->a:1,o:1->b:2", "a:1,o:1->b:2", "->a:1")) {
      assertTrue(refusal("redirect=" + wrong).contains("redirect cannot be"), wrong);
    }
  }

  @Test
  void sentinelsShareTheNodesBehindTheFirstArrow() {
    InetSocketAddress a = address("a", 1);
    InetSocketAddress b = address("b", 2);
    InetSocketAddress c = address("::1", 3);

    assertEquals(
        Map.of(
            address("s1", 26379), List.of(a, b),
            address("s2", 26379), List.of(a, b),
            address("other", 26380), List.of(c)),
        of("sentinel=s1:26379, s2:26379->a:1,b:2,other:26380->[::1]:3,deadline=5")
            .get(Options.SENTINEL));
    assertEquals(Map.of(), of(null).get(Options.SENTINEL));
    assertEquals(Map.of(), of("sentinel=none").get(Options.SENTINEL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s:1",
        "s:1,t:2",
        "s:1->",
        "s:1->,a:1",
        "->a:1",
        "s:1,->a:1",
        "s->a:1",
        "s:1->a",
        "s:1,s:1->a:1",
        "s:1->a:1,s:1->b:2",
        "s:0->a:1",
        "s:1->a:1,",
        "s:1->a:1->b:2"
      })
  void anInvalidListOfSentinelsIsRefused(String value) {
    assertEquals(
        "option sentinel cannot be \"" + value
            + "\"; it takes host:port,host:port,...->host:port,host:port,...",
        refusal(Map.of("CLUSTERAGENT_SENTINEL", value)));
  }

  @Test
  void anAddressIsThatOfAServerOrOfASentinelOrOfANode() {
    assertEquals(
        "the options redirect and sentinel both name s:1 before an arrow; name a server's address in redirect, and a"
            + " Sentinel's in sentinel",
        refusal("redirect=s:1->a:1,sentinel=t:1,s:1->a:1"));
    assertEquals(
        "the option sentinel redirects to t:1, which the option sentinel names as a Sentinel; name nodes of the cluster"
            + " behind the arrow",
        refusal("sentinel=s:1,t:1->a:1,t:1"));
    assertEquals(
        "the option redirect redirects to [::1]:1, which the option sentinel names as a Sentinel; name nodes of the cluster"
            + " behind the arrow",
        refusal("redirect=old:1->[::1]:1,sentinel=[::1]:1->a:1"));
  }

  @Test
  void anUnknownOptionIsRefusedWithTheNearestName() {
    assertEquals(
        "there is no option \"readfrom\"; the nearest is readFrom", refusal("readfrom=any"));
    assertEquals("there is no option \"deadlin\"; the nearest is deadline", refusal("deadlin=5"));
  }

  @Test
  void anUnknownPropertyOrVariableIsRefusedWithTheNearestName() {
    Properties properties = new Properties();
    properties.setProperty("clusteragent.deadlin", "5");
    assertEquals(
        "there is no option \"clusteragent.deadlin\"; the nearest is clusteragent.deadline",
        assertThrows(
                IllegalArgumentException.class, () -> Configuration.of(null, properties, Map.of()))
            .getMessage());
    assertEquals(
        "there is no option \"CLUSTERAGENT_READFROM\"; the nearest is CLUSTERAGENT_READ_FROM",
        refusal(Map.of("CLUSTERAGENT_READFROM", "any")));
  }

  @Test
  void theKeyStorePasswordVariableIsNotAnOption() {
    assertTrue(
        Configuration.of(null, new Properties(), Map.of(Configuration.KEY_STORE_PASSWORD, "secret"))
            .isStandard());
  }

  @Test
  void explicitOptionsAreListedWithTheirPlaces(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("agent.properties");
    Files.writeString(file, "retryUnknown=never\nreadFrom=master\n");
    Properties properties = new Properties();
    properties.setProperty("clusteragent.config", file.toString());
    assertEquals(
        "readFrom=any (argument), config=" + file
            + " (system property), deadline=5 (environment), retryUnknown=never (config file)",
        Configuration.of("readFrom=any", properties, Map.of("CLUSTERAGENT_DEADLINE", "5"))
            .explicitOptions());
    assertEquals("", Configuration.STANDARD.explicitOptions());
  }

  @Test
  void anInvalidValueIsRefusedWithTheValidOnes() {
    assertEquals(
        "option readFrom cannot be \"slave\"; it takes master | replicaPreferred | replica | any | nearest",
        refusal("readFrom=slave"));
    assertEquals(
        "option deadline cannot be \"0\"; it takes milliseconds | auto", refusal("deadline=0"));
    assertEquals("option auditNodes cannot be \"0\"; it takes 1 to 1000", refusal("auditNodes=0"));
    assertEquals(
        "option readFrom cannot be \"any,master\"; it takes master | replicaPreferred | replica | any | nearest",
        refusal("readFrom=any,master"));
  }

  @Test
  void anArgumentWithoutAKeyIsRefused() {
    assertEquals("the agent's argument \"any\" is not of the form key=value", refusal("any"));
  }

  @Test
  void addressesAreSeparatedByCommasLikeOptions() {
    Configuration configuration =
        of("nodes=10.0.0.7:7001, redis-2:7002,[2001:db8::7]:7003,deadline=5");

    assertEquals(
        List.of(address("10.0.0.7", 7001), address("redis-2", 7002), address("2001:db8::7", 7003)),
        configuration.get(Options.NODES));
    assertEquals(5, configuration.get(Options.DEADLINE));
    assertEquals(List.of(), of("nodes=none").get(Options.NODES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a:",
        ":1",
        "a:0",
        "a:65536",
        "a:x",
        "a:1,",
        "a:1,,b:2",
        "2001:db8::7",
        "[a:1"
      })
  void anInvalidAddressListIsRefused(String value) {
    assertEquals(
        "option nodes cannot be \"" + value + "\"; it takes host:port,host:port,...",
        refusal(Map.of("CLUSTERAGENT_NODES", value)));
  }

  @Test
  void anAddressMapIsWrittenWithArrows() {
    Configuration configuration =
        of("addressMap=10.0.0.7:7001->localhost:17001,10.0.0.8 -> gateway,2001:db8::7->gateway");

    assertEquals(
        Map.of(
            address("10.0.0.7", 7001), address("localhost", 17001),
            address("10.0.0.8", 0), address("gateway", 0),
            address("2001:db8::7", 0), address("gateway", 0)),
        configuration.get(Options.ADDRESS_MAP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a->", "->b", "a:1->b", "a->b:1", "a->b,a->c", "a->b->c:1"})
  void anInvalidAddressMapIsRefused(String value) {
    assertEquals(
        "option addressMap cannot be \"" + value
            + "\"; it takes host:port->host:port,host->host,...",
        refusal(Map.of("CLUSTERAGENT_ADDRESS_MAP", value)));
  }

  @Test
  void aFileIsAnyText() {
    assertEquals("", of(null).get(Options.TOPOLOGY_CACHE));
    assertEquals("/var/lib/x,y", of("topologyCache=/var/lib/x,y").get(Options.TOPOLOGY_CACHE));
    assertEquals("option topologyCache cannot be \"\"; it takes file", refusal("topologyCache="));
  }

  @Test
  void relocatedPackagesAreJavaNames() {
    assertEquals(
        List.of("com.acme.shaded.jedis", "b"),
        of("jedisPackages=com.acme.shaded.jedis, b,deadline=5").get(Options.JEDIS_PACKAGES));
    assertEquals(
        "option jedisPackages cannot be \"com/acme\"; it takes package,package,...",
        refusal("jedisPackages=com/acme"));
    assertEquals(
        "option jedisPackages cannot be \"a,.b\"; it takes package,package,...",
        refusal("jedisPackages=a,.b"));
  }

  private static InetSocketAddress address(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }

  @Test
  void theConfigFileCountsLast(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("agent.properties");
    Files.writeString(file, "# a comment\nreadFrom = any\ndeadline=7\nnodes=a:1,b:2\n");
    Properties properties = new Properties();
    properties.setProperty("clusteragent.config", file.toString());

    Configuration configuration =
        Configuration.of("readFrom=replica", properties, Map.of("CLUSTERAGENT_DEADLINE", "9"));

    assertEquals(ReadFrom.REPLICA, configuration.get(Options.READ_FROM));
    assertEquals(9, configuration.get(Options.DEADLINE));
    assertEquals(2, configuration.get(Options.NODES).size());
  }

  @Test
  void aByteOrderMarkInFrontOfTheConfigFileIsIgnored(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("agent.properties"), "\ufeffdeadline=7\n");
    assertEquals(7, of("config=" + file).get(Options.DEADLINE));
    Files.writeString(file, "");
    assertEquals(0, of("config=" + file).get(Options.DEADLINE));
  }

  @Test
  void mistakesInTheConfigFileAreRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("agent.properties");
    for (String text :
        List.of("readfrom=any", "deadline=0", "config=x", "deadline=5\ndeadline=6")) {
      Files.writeString(file, text);
      String refusal = refusal("config=" + file);
      assertTrue(refusal.startsWith("in the file of option config: "), refusal);
    }
    String missing = refusal("config=" + directory.resolve("nothing"));
    assertTrue(missing.startsWith("the file of option config cannot be read: "), missing);
  }

  @Test
  void anOptionThatIsGivenTwiceIsRefused() {
    assertEquals("option readFrom is given twice", refusal("readFrom=any,deadline=5,readFrom=any"));
  }

  private static String refusal(Map<String, String> environment) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> Configuration.of(null, new Properties(), environment))
        .getMessage();
  }

  private static String refusal(String arguments) {
    return assertThrows(IllegalArgumentException.class, () -> of(arguments)).getMessage();
  }

  private static Configuration of(String arguments) {
    return Configuration.of(arguments, new Properties(), Collections.emptyMap());
  }

  @Test
  void rulesForHashTagsCanStandInAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("rules.txt");
    Files.writeString(file, "# carts\n\ncart:{*}:*\n  user:{*}\n");
    HashTagRules rules = Configuration.of(
            "hashTags=@" + file + ",hashTagAll=shop", new Properties(), Map.of())
        .hashTags();
    assertEquals("cart:{1}:x", new String(rules.tagged("cart:1:x".getBytes(UTF_8)), UTF_8));
    assertEquals("user:{1}", new String(rules.tagged("user:1".getBytes(UTF_8)), UTF_8));
    assertEquals("{shop}x", new String(rules.tagged("x".getBytes(UTF_8)), UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hashTags=@/nowhere/rules | option hashTags: the file /nowhere/rules cannot be read: ",
        "hashTags=cart:* | option hashTags: the rule cart:* needs exactly one pair of braces",
        "hashTags={*},hashTagAll=shop | the rule {*} matches every name",
        "hashTagAll={shop} | the hash tag {shop} for all other names has a brace"
      })
  void aWrongRuleForHashTagsIsRefusedAtTheStart(String arguments, String reason) {
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class,
        () -> Configuration.of(arguments, new Properties(), Map.of()));
    assertTrue(refused.getMessage().startsWith(reason), refused::getMessage);
  }
}
