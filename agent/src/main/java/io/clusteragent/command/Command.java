package io.clusteragent.command;

import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;

/** Describes one command or sub-command: keys, nodes, reply, repetition. Immutable. */
public final class Command {

  /** The request has no key. */
  public static final int NO_KEY = KeySpec.NO_KEY;

  /** The arguments that have arrived do not suffice to decide. */
  public static final int NEED_MORE = KeySpec.NEED_MORE;

  /** Stands for every command that is in no table. It has no keys, and is never sent twice. */
  public static final Command UNKNOWN = new Command(new CommandDefinition("UNKNOWN"));

  final byte[] wireName;

  /** See {@link WireName#code}. */
  final long code;

  /** Where the container's name ends in {@link #wireName}, or -1. */
  final int containerEnd;

  final boolean container;

  private final String name;
  private final Kind kind;
  private final boolean write;
  private final boolean readOnly;
  private final boolean blocking;
  private final boolean anyNode;
  private final boolean runsCode;
  private final RequestPolicy requestPolicy;
  private final ResponsePolicy responsePolicy;
  private final Repetition repetition;
  private final NamesInReply names;
  private final KeySpec[] keySpecs;

  Command(CommandDefinition definition) {
    this.name = definition.name;
    this.wireName = Resp.ascii(name);
    this.code = WireName.code(0, wireName, 0, wireName.length);
    this.containerEnd = name.indexOf('|');
    this.container = definition.container;
    this.kind = definition.kind;
    this.write = definition.write;
    this.readOnly = definition.readOnly;
    this.blocking = definition.blocking;
    this.anyNode = definition.anyNode;
    this.runsCode = definition.code;
    this.requestPolicy = definition.request;
    this.responsePolicy = definition.response;
    this.repetition = definition.repetition();
    this.names = definition.names;
    this.keySpecs = definition.keys.toArray(new KeySpec[0]);
  }

  /** The name in the server's notation, upper case: {@code GET}, {@code CLIENT|SETNAME}. */
  public String name() {
    return name;
  }

  /** How the command affects the connection that sends it. */
  public Kind kind() {
    return kind;
  }

  /**
   * The argument index of the request's first key. A sharded channel counts as a key, since it is hashed like one.
   *
   * @return the index of an argument that has arrived, {@link #NO_KEY}, or {@link #NEED_MORE}
   */
  public int firstKey(Request request) {
    for (KeySpec spec : keySpecs) {
      int key = spec.first(request);
      if (key != NO_KEY) {
        return key;
      }
    }
    return NO_KEY;
  }

  /** Whether the first key is the first argument, whatever the others are. */
  public boolean keyIsFirst() {
    return keySpecs.length > 0 && keySpecs[0].isFixedAt(1);
  }

  /**
   * Adds the argument indexes of all keys.
   *
   * @param request a request that has arrived in full
   */
  public void keys(Request request, KeyPositions out) {
    for (KeySpec spec : keySpecs) {
      spec.collect(request, out);
    }
  }

  /** Whether the command has keys, when its arguments are well-formed. */
  public boolean hasKeys() {
    return keySpecs.length > 0;
  }

  /**
   * Number of arguments from one key to the next, for a command whose keys reach to its end. It is 1 for MGET, and 2
   * for MSET, where a value follows each key. It is 0 for all commands with a fixed or announced number of keys.
   */
  public int keyStep() {
    return keySpecs.length == 0 ? 0 : keySpecs[0].openStep();
  }

  /** Whether the server flags the command as reading data only. */
  public boolean readOnly() {
    return readOnly;
  }

  /** Whether the server flags the command as (possibly) changing data. */
  public boolean write() {
    return write;
  }

  /** Whether the command may wait at the server. */
  public boolean blocking() {
    return blocking;
  }

  /**
   * Whether the command, when it names no key, does the same on every node. SHUTDOWN, for example, does not. Scripts
   * and functions do, since they announce their keys.
   */
  public boolean anyNode() {
    return anyNode || hasKeys();
  }

  /**
   * Whether the request may be sent again when it is unknown whether it was executed. After two executions the data are
   * the same as after one, and so is the reply, except for harmless differences.
   */
  public boolean repeatable(Request request) {
    return repetition.allows(request);
  }

  /** Whether the command runs a script, a function or a module: an error that it answers with may be theirs. */
  public boolean runsCode() {
    return runsCode;
  }

  /** Where the reply has names of keys. */
  public NamesInReply names() {
    return names;
  }

  /** Which nodes the command concerns, as far as its keys do not decide it. */
  public RequestPolicy requestPolicy() {
    return requestPolicy;
  }

  /** How the replies of several nodes become one. */
  public ResponsePolicy responsePolicy() {
    return responsePolicy;
  }

  /** Whether the command concerns all nodes and has no key. A transaction runs on one node, and cannot hold it. */
  public boolean concernsAllNodes() {
    return !hasKeys() && requestPolicy != RequestPolicy.DEFAULT;
  }

  /** Whether the agent splits the command by slot when its keys have several slots. */
  public boolean splits() {
    return keyStep() > 0 && requestPolicy != RequestPolicy.DEFAULT;
  }

  /** Whether this is {@link #UNKNOWN}. */
  public boolean unknown() {
    return this == UNKNOWN;
  }

  @Override
  public String toString() {
    return name;
  }
}
