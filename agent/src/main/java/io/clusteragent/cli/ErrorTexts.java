package io.clusteragent.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Describes why a node could not be queried, with a remedy where there is one. */
final class ErrorTexts {

  private ErrorTexts() {}

  static String of(IOException failure, int timeoutMillis, boolean tls) {
    if (failure instanceof SocketTimeoutException) {
      return "no answer within " + timeoutMillis + " ms";
    }
    if (failure instanceof UnknownHostException) {
      return "its host name cannot be resolved on this machine";
    }
    if (failure instanceof SSLException) {
      return "TLS failed: " + failure.getMessage();
    }
    if (failure instanceof EOFException || "Connection reset".equals(failure.getMessage())) {
      return tls ? "it closed the connection" : "it closed the connection; does it speak TLS only?";
    }
    if (failure instanceof SocketException && failure.getMessage() != null) {
      // Some JDK versions repeat the text: "Connection refused (Connection refused)".
      String message = failure.getMessage();
      int again = message.indexOf(" (");
      return (again < 0 ? message : message.substring(0, again)).toLowerCase(Locale.ROOT);
    }
    return String.valueOf(failure.getMessage());
  }
}
