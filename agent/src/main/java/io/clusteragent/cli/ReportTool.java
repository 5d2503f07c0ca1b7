package io.clusteragent.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Converts the file that an audit has written into an HTML page. */
final class ReportTool extends Tool {
  private static final Flag OUT =
      new Flag("--out", "FILE", "where the page goes; default: standard output");
  private static final String PAGE = "report.html";
  private static final String PLACEHOLDER = "@AUDIT@";

  ReportTool() {
    super("report", "FILE", "an audit's report (mode=audit) as one HTML page", OUT);
  }

  @Override
  protected String details() {
    return "The page is self-contained: it loads nothing from any server.";
  }

  @Override
  protected ExitCode run(Invocation call) throws ToolException {
    call.atMost(1);
    if (call.operands().isEmpty()) {
      throw ToolException.usage("report needs the file that an audit has written");
    }
    String file = call.operands().get(0);
    try {
      String audit =
          new String(Files.readAllBytes(new File(file).toPath()), StandardCharsets.US_ASCII);
      if (!audit.startsWith("{\n  \"startedAt\"")) {
        throw ToolException.usage(file + " was not written by an audit");
      }
      // "</script>" in a class name or a key would end the page's script element.
      String page = template().replace(PLACEHOLDER, audit.replace("<", "\\u003c"));
      if (call.value(OUT) == null) {
        call.environment().out().print(page);
      } else {
        Files.write(new File(call.value(OUT)).toPath(), page.getBytes(StandardCharsets.UTF_8));
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw ToolException.usage("the report cannot be read or written: " + e);
    }
  }

  private static String template() throws IOException {
    try (InputStream in = ReportTool.class.getResourceAsStream(PAGE)) {
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      byte[] piece = new byte[8192];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        page.write(piece, 0, n);
      }
      return new String(page.toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
