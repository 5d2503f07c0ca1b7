package tomcat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Lists the applications that were undeployed but are still in memory after a garbage collection, as Tomcat reports. */
@WebServlet("/leaks")
public final class LeaksServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    try {
      String[] leaks = (String[]) ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("Catalina:type=Host,host=localhost"),
              "findReloadedContextMemoryLeaks",
              new Object[0],
              new String[0]);
      response.getWriter().println(String.join("\n", leaks));
    } catch (JMException e) {
      throw new IOException(e);
    }
  }
}
