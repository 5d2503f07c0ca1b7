package io.clusteragent.protocol;

/** Holds a server's error reply, {@code code message}, without the leading {@code -} and the line end. */
public final class ErrorReply {
  private final String message;

  public ErrorReply(String message) {
    this.message = message;
  }

  /** The first word: {@code ERR}, {@code MOVED}, {@code NOAUTH}, ... */
  public String code() {
    int space = message.indexOf(' ');
    return space < 0 ? message : message.substring(0, space);
  }

  /** The whole line. */
  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return message;
  }
}
