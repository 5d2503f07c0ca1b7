package io.clusteragent.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/** Appends lines to a file, in the form of slf4j-simple, with their time. slf4j-simple would empty the file first. */
final class FileLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

  private final transient PrintWriter out;
  private final Level least;

  FileLogger(String name, String file, Level least) throws IOException {
    this.name = name;
    this.out = new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(file, true), StandardCharsets.UTF_8));
    this.least = least;
  }

  private boolean isEnabled(Level level) {
    return level.toInt() >= least.toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return isEnabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isEnabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isEnabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isEnabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isEnabled(Level.ERROR);
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String message, Object[] arguments, Throwable cause) {
    String line = OffsetDateTime.now(ZoneId.systemDefault()).format(TIME) + " ["
        + Thread.currentThread().getName() + "] " + level + " " + name + " - " + message;
    synchronized (out) {
      out.println(line);
      if (cause != null) {
        cause.printStackTrace(out);
      }
      out.flush(); // at once: a JVM that ends gives no notice
    }
  }
}
