package io.clusteragent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The house: a package is a floor, and a floor uses only floors below it. What each floor is for stands in its {@code
 * package-info.java}.
 */
@AnalyzeClasses(packages = "io.clusteragent", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.clusteragent";
  private static final String LOG = ROOT + ".log..";
  private static final String FLIGHT = ROOT + ".flight..";
  private static final String CONFIG = ROOT + ".config..";
  private static final String METRICS = ROOT + ".metrics..";
  private static final String PROTOCOL = ROOT + ".protocol..";
  private static final String CLUSTER = ROOT + ".cluster..";
  private static final String COMMAND = ROOT + ".command..";
  private static final String SESSION = ROOT + ".session..";
  private static final String INSTRUMENT = ROOT + ".instrument..";
  private static final String ATTACH = ROOT + ".attach..";
  private static final String CLI = ROOT + ".cli..";
  private static final String OBSERVE = ROOT + ".observe..";
  private static final String JSON = ROOT + ".json..";
  private static final String AUDIT = ROOT + ".audit..";
  private static final String JDK = "java..";
  private static final String SLF4J = "org.slf4j..";
  private static final String ASM = "net.bytebuddy.jar.asm..";

  @ArchTest
  static final ArchRule everyClassStandsOnAFloor = classes()
      .should()
      .resideInAnyPackage(
          ROOT,
          LOG,
          FLIGHT,
          CONFIG,
          METRICS,
          PROTOCOL,
          CLUSTER,
          COMMAND,
          SESSION,
          INSTRUMENT,
          ATTACH,
          CLI,
          OBSERVE,
          JSON,
          AUDIT);

  @ArchTest
  static final ArchRule floor0Log = floor(LOG, JDK, SLF4J);

  @ArchTest
  static final ArchRule floor0Flight = floor(FLIGHT, JDK, LOG);

  @ArchTest
  static final ArchRule floor0Config = floor(CONFIG, JDK);

  @ArchTest
  static final ArchRule floor0Metrics = floor(METRICS, JDK);

  @ArchTest
  static final ArchRule floor1Protocol = floor(PROTOCOL, JDK);

  @ArchTest
  static final ArchRule floor2Cluster = floor(CLUSTER, JDK, LOG, FLIGHT, METRICS, PROTOCOL);

  @ArchTest
  static final ArchRule floor2Command = floor(COMMAND, JDK, LOG, PROTOCOL);

  @ArchTest
  static final ArchRule floor3Session =
      floor(SESSION, JDK, "javax.net..", LOG, FLIGHT, CONFIG, METRICS, PROTOCOL, CLUSTER, COMMAND);

  @ArchTest
  static final ArchRule floor4Instrument = floor(
      INSTRUMENT, JDK, "javax.net..", ASM, LOG, CONFIG, AUDIT, PROTOCOL, CLUSTER, COMMAND, SESSION);

  @ArchTest
  static final ArchRule floor0Json = floor(JSON, JDK);

  @ArchTest
  static final ArchRule floor3Audit = floor(AUDIT, JDK, LOG, JSON, PROTOCOL, CLUSTER, COMMAND);

  @ArchTest
  static final ArchRule floor4Attach = floor(ATTACH, JDK, CONFIG);

  @ArchTest
  static final ArchRule floor5Cli = floor(
      CLI,
      JDK,
      JSON,
      "javax.net..",
      "javax.management..",
      LOG,
      CONFIG,
      METRICS,
      PROTOCOL,
      CLUSTER,
      COMMAND,
      SESSION,
      ATTACH);

  @ArchTest
  static final ArchRule floor4Observe = floor(
      OBSERVE,
      JDK,
      "javax.management..",
      LOG,
      CONFIG,
      METRICS,
      PROTOCOL,
      CLUSTER,
      COMMAND,
      SESSION);

  @ArchTest
  static final ArchRule noFloorsLeanOnEachOther =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  /** The agent sees Jedis by name and reflection only, so that it runs with every line of it. */
  @ArchTest
  static final ArchRule noClassRefersToJedis =
      noClasses().should().dependOnClassesThat().resideInAPackage("redis.clients..");

  /** Touching it in premain would initialise the application's logging before the application does. */
  @ArchTest
  static final ArchRule noClassUsesTheApplicationsLogging =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  /** Standard output is the application's; only the command line speaks there. */
  @ArchTest
  static final ArchRule onlyTheCommandLineWritesToStandardOutput = noClasses()
      .that()
      .resideOutsideOfPackages(ROOT, ATTACH, CLI)
      .should()
      .accessField(System.class, "out");

  /** The protocol floor is bytes in and bytes out: it is tested, and reasoned about, without a network or a thread. */
  @ArchTest
  static final ArchRule theProtocolOpensNothing = noClasses()
      .that()
      .resideInAPackage(PROTOCOL)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.concurrent..");

  private static ArchRule floor(String floor, String... below) {
    String[] allowed = java.util.Arrays.copyOf(below, below.length + 1);
    allowed[below.length] = floor;
    // A floor may still be empty: the house is built from below.
    return classes()
        .that()
        .resideInAPackage(floor)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true);
  }
}
