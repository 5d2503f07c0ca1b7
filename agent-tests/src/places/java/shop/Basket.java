package shop;

import java.util.ArrayList;
import java.util.List;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.WebRequest;

/** Serves pages that use a session. */
@RestController
class Basket {
  private static final int SESSION = RequestAttributes.SCOPE_SESSION;

  @GetMapping("/login")
  String login(@RequestParam("name") String name, WebRequest request) {
    request.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, name, SESSION);
    return "welcome " + name;
  }

  @GetMapping("/add")
  @SuppressWarnings("unchecked")
  List<String> add(@RequestParam("product") String product, WebRequest request) {
    List<String> basket = (List<String>) request.getAttribute("basket", SESSION);
    List<String> grown = basket == null ? new ArrayList<>() : new ArrayList<>(basket);
    grown.add(product);
    request.setAttribute("basket", grown, SESSION);
    return grown;
  }
}
