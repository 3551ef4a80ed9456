package org.robustgrid.report.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.gate.Method;
import org.robustgrid.leaderboard.gate.Status;
import org.robustgrid.leaderboard.gate.Verdict;
import org.robustgrid.leaderboard.gate.Verdict.Finding;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GateReportsTest {

  private static final String HOSTILE = "a <b> & \"c\", d|e: 50 %\u0007\nnext";

  private static final Verdict VERDICT =
      new Verdict(
          Verdict.FORMAT,
          Status.FAILED,
          "grid & <co>",
          0.05,
          List.of(
              finding(Status.PASSED, "trades", 0.2, 0.4),
              finding(Status.FAILED, HOSTILE, 0.00001, 0.00002),
              plain(Status.INCONCLUSIVE, "standard", "lower, and too few trainings"),
              plain(Status.NOTE, "new row", "not gated until it is accepted")));

  private final Locale before = Locale.getDefault();

  private static Finding finding(Status status, String row, double p, double adjusted) {
    return new Finding(
        status,
        "digits linf 0.1",
        row,
        "worst case",
        Method.SAME_WEIGHTS,
        0.94,
        0.901,
        50,
        11,
        p,
        adjusted,
        "worse beyond chance");
  }

  private static Finding plain(Status status, String row, String message) {
    return Finding.of(status, "digits linf 0.1", row, "worst case", message);
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void sarif_holds_everything_but_what_passed_by_severity() throws Exception {
    Locale.setDefault(Locale.GERMANY);
    JsonNode log = new ObjectMapper().readTree(SarifReport.write(VERDICT, "runs\\mine"));
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    JsonNode results = log.at("/runs/0/results");
    assertThat(results.findValuesAsText("level")).containsExactly("error", "warning", "note");
    assertThat(log.at("/runs/0/tool/driver/rules").findValuesAsText("id"))
        .containsExactly("worst case");
    assertThat(results.get(0).at("/message/text").asText())
        .startsWith("digits linf 0.1, " + HOSTILE + ", worst case: 94.0 % became 90.1 %")
        .contains("worse beyond chance");
    assertThat(results.get(0).at("/locations/0/physicalLocation/artifactLocation/uri").asText())
        .isEqualTo("runs/mine");
    assertThat(results.get(1).at("/locations/0/logicalLocations/0/fullyQualifiedName").asText())
        .isEqualTo("digits linf 0.1, standard, worst case");
  }

  @Test
  void junit_counts_and_names_every_finding_but_notes() throws Exception {
    Document document = parse(JunitReport.write(VERDICT));
    assertThat(document.getDocumentElement().getAttribute("tests")).isEqualTo("3");
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(document.getDocumentElement().getAttribute("errors")).isEqualTo("1");
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("error").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("system-out").item(0).getTextContent())
        .contains("new row");
  }

  @Test
  void junit_is_well_formed_whatever_rows_are_called() throws Exception {
    Document document = parse(JunitReport.write(VERDICT));
    assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
        .contains("a <b> & \"c\", d|e: 50 %\uFFFD\nnext");
  }

  @Test
  void annotations_are_one_line_each_for_what_did_not_pass() {
    List<String> lines = GithubAnnotations.lines(VERDICT);
    assertThat(lines).hasSize(3).noneMatch(line -> line.contains("\n"));
    assertThat(lines.get(0))
        .startsWith("::error title=robustgrid gate failed::digits linf 0.1, a <b>")
        .contains("50 %25", "%0Anext", "94.0 %25 became 90.1 %25, 50 samples lost and 11 gained");
    assertThat(lines.get(1)).startsWith("::error title=robustgrid gate inconclusive::");
    assertThat(lines.get(2)).startsWith("::notice title=robustgrid gate note::");
  }

  @Test
  void markdown_has_a_line_for_each_finding_gravest_first() {
    List<String> lines = GateMarkdown.write(VERDICT).lines().toList();
    assertThat(lines.get(0))
        .contains("gate failed: 1 failed, 1 inconclusive, 1 passed, 1 note (level 0.05");
    assertThat(lines.subList(4, 8))
        .extracting(line -> line.split(" \\| ")[0])
        .containsExactly("| failed", "| inconclusive", "| passed", "| note");
  }

  @Test
  void a_finding_says_which_test_was_used() {
    assertThat(FindingText.reason(VERDICT.findings().get(0)))
        .isEqualTo("worse beyond chance (same weights: exact one-sided McNemar test)");
  }

  @Test
  void verdicts_read_the_same_under_every_locale() {
    String junit = JunitReport.write(VERDICT);
    String markdown = GateMarkdown.write(VERDICT);
    Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));
    assertThat(JunitReport.write(VERDICT)).isEqualTo(junit);
    assertThat(GateMarkdown.write(VERDICT)).isEqualTo(markdown);
    Locale.setDefault(Locale.GERMANY);
    assertThat(GithubAnnotations.lines(VERDICT).get(0)).contains("90.1 %25");
  }
}
