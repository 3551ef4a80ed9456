package org.robustgrid.report.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeSet;
import org.robustgrid.leaderboard.gate.Status;
import org.robustgrid.leaderboard.gate.Verdict;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/**
 * Writes a verdict as SARIF 2.1.0 (OASIS 2020), which code scanning services show: an error for
 * what failed, a warning for what is inconclusive, a note for what is noted. What passed is left
 * out. A result's rule is what was looked at; its logical location the board and row.
 */
public final class SarifReport {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SarifReport() {}

  /**
   * The whole document, indented, ended by {@code \n}.
   *
   * @param candidate the file or folder that was judged, as its user named it
   */
  public static String write(Verdict verdict, String candidate) {
    List<Finding> reported =
        FindingText.gravestFirst(verdict).stream()
            .filter(finding -> finding.status() != Status.PASSED)
            .toList();
    ObjectNode log = MAPPER.createObjectNode();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    log.put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "robustgrid gate");
    ArrayNode rules = driver.putArray("rules");
    TreeSet<String> ids = new TreeSet<>();
    reported.forEach(finding -> ids.add(rule(finding)));
    for (String id : ids) {
      rules.addObject().put("id", id).putObject("shortDescription").put("text", id);
    }
    ArrayNode results = run.putArray("results");
    reported.forEach(finding -> result(results.addObject(), finding, candidate));
    run.putObject("properties").put("summary", FindingText.summary(verdict));
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(log) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static String rule(Finding finding) {
    return finding.what().isEmpty() ? "leaderboard" : finding.what();
  }

  private static void result(ObjectNode result, Finding finding, String candidate) {
    result.put("ruleId", rule(finding));
    result.put("level", level(finding.status()));
    result.putObject("message").put("text", finding.place() + ": " + FindingText.sentence(finding));
    ObjectNode location = result.putArray("locations").addObject();
    location
        .putObject("physicalLocation")
        .putObject("artifactLocation")
        .put("uri", candidate.replace('\\', '/'));
    location
        .putArray("logicalLocations")
        .addObject()
        .put("fullyQualifiedName", finding.place())
        .put("kind", "member");
    // the same finding of two runs is one alert
    result
        .putObject("partialFingerprints")
        .put("robustgrid/v1", finding.board() + "/" + finding.row() + "/" + finding.what());
  }

  private static String level(Status status) {
    return switch (status) {
      case FAILED -> "error";
      case INCONCLUSIVE -> "warning";
      default -> "note";
    };
  }
}
