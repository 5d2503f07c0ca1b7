package tomcat;

import java.io.IOException;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import scenarios.Runner;
import scenarios.Target;

/** Runs the scenario that a request names, inside its web application. */
@WebServlet("/run")
public final class ScenarioServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setCharacterEncoding("UTF-8");
    response.setContentType("text/plain");
    try {
      response
          .getWriter()
          .print(Runner.transcriptOf(request.getParameter("scenario"), new Target()));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
