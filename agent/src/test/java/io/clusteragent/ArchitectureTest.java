package io.clusteragent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/**
 * A package is a floor, and a floor uses only floors below it.
 *
 * <p>Each {@code package-info.java} says what its floor is for.
 */
@AnalyzeClasses(packages = "io.clusteragent", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.clusteragent";
  private static final String LOG = ROOT + ".log..";
  private static final String FLIGHT = ROOT + ".flight..";
  private static final String CONFIG = ROOT + ".config..";
  private static final String HASHTAG = ROOT + ".hashtag..";
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
  static final ArchRule everyClassIsOnAFloor = classes()
      .should()
      .resideInAnyPackage(
          ROOT,
          LOG,
          FLIGHT,
          CONFIG,
          HASHTAG,
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
  static final ArchRule floor0HashTag = floor(HASHTAG, JDK);

  @ArchTest
  static final ArchRule floor1Config = floor(CONFIG, JDK, HASHTAG);

  @ArchTest
  static final ArchRule floor0Metrics = floor(METRICS, JDK);

  @ArchTest
  static final ArchRule floor1Protocol = floor(PROTOCOL, JDK);

  @ArchTest
  static final ArchRule floor2Cluster = floor(CLUSTER, JDK, LOG, FLIGHT, METRICS, PROTOCOL);

  @ArchTest
  static final ArchRule floor2Command = floor(COMMAND, JDK, LOG, PROTOCOL);

  @ArchTest
  static final ArchRule floor3Session = floor(
      SESSION,
      JDK,
      "javax.net..",
      LOG,
      FLIGHT,
      CONFIG,
      HASHTAG,
      METRICS,
      PROTOCOL,
      CLUSTER,
      COMMAND);

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
      HASHTAG,
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
  static final ArchRule packagesHaveNoCycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  /** The rooms of a floor, from the bottom; a room uses only rooms that come before it. */
  private static final String[] CLUSTER_ROOMS = {"address", "node", "connection", "topology", "view"
  };

  private static final String[] SESSION_ROOMS = {
    "bytes",
    "scan",
    "merge",
    "endpoint",
    "state",
    "send",
    "recovery",
    "transaction",
    "scatter",
    "pubsub",
    "reply",
    "request",
    "naming",
    "sentinel",
    "entry"
  };

  @ArchTest
  static void clusterRoomsUseOnlyRoomsBelow(JavaClasses classes) {
    checkRooms(classes, ROOT + ".cluster.", CLUSTER_ROOMS);
  }

  @ArchTest
  static void sessionRoomsUseOnlyRoomsBelow(JavaClasses classes) {
    checkRooms(classes, ROOT + ".session.", SESSION_ROOMS);
  }

  /** These rooms stand side by side. */
  @ArchTest
  static final ArchRule pubsubScatterAndTransactionDoNotUseEachOther = slices()
      .matching(ROOT + ".session.(pubsub|scatter|transaction)..")
      .should()
      .notDependOnEachOther();

  @ArchTest
  static final ArchRule onlyTheEntryOfTheSessionIsUsedFromOutside = noClasses()
      .that()
      .resideOutsideOfPackage(SESSION)
      .should()
      .dependOnClassesThat(
          resideInAPackage(SESSION).and(not(resideInAPackage(ROOT + ".session.entry"))));

  /** Within a package, too, so that a reader can read a class after those that it uses. */
  @ArchTest
  static final ArchRule classesHaveNoCycles =
      slices().assignedFrom(new EachTopLevelClass()).should().beFreeOfCycles();

  private static final class EachTopLevelClass implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      String name = javaClass.getName();
      int nested = name.indexOf('$');
      return SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested));
    }

    @Override
    public String getDescription() {
      return "top-level classes";
    }
  }

  private static void checkRooms(JavaClasses classes, String floor, String... rooms) {
    for (int i = 0; i < rooms.length; i++) {
      String[] above = new String[rooms.length - i - 1];
      for (int j = 0; j < above.length; j++) {
        above[j] = floor + rooms[i + 1 + j] + "..";
      }
      if (above.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(floor + rooms[i] + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above)
            .check(classes);
      }
    }
    classes()
        .that()
        .resideInAPackage(floor + ".")
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .resideInAnyPackage(
            java.util.Arrays.stream(rooms).map(room -> floor + room).toArray(String[]::new))
        .check(classes);
  }

  /** The agent uses Jedis by name and reflection only, so that it runs with every Jedis line. */
  @ArchTest
  static final ArchRule noClassRefersToJedis =
      noClasses().should().dependOnClassesThat().resideInAPackage("redis.clients..");

  /** A use in premain would initialise the application's logging before the application does. */
  @ArchTest
  static final ArchRule noClassUsesTheApplicationsLogging =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  /** Standard output belongs to the application; only the command line prints there. */
  @ArchTest
  static final ArchRule onlyTheCommandLineWritesToStandardOutput = noClasses()
      .that()
      .resideOutsideOfPackages(ROOT, ATTACH, CLI)
      .should()
      .accessField(System.class, "out");

  /** The protocol floor takes bytes and returns bytes, so that tests and readers need no network and no threads. */
  @ArchTest
  static final ArchRule theProtocolUsesNoNetworkAndNoThreads = noClasses()
      .that()
      .resideInAPackage(PROTOCOL)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.concurrent..");

  private static ArchRule floor(String floor, String... below) {
    String[] allowed = java.util.Arrays.copyOf(below, below.length + 1);
    allowed[below.length] = floor;
    // A floor may be empty.
    return classes()
        .that()
        .resideInAPackage(floor)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true);
  }
}
