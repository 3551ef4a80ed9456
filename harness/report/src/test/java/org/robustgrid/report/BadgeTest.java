package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.badge.Badge;
import org.w3c.dom.Element;

class BadgeTest {

  private static Badge badge(Row row, String label) {
    Board board = SampleLeaderboard.of(row).boards().get(0);
    return Badge.of(board, "L∞, ε = 0.1", row, label);
  }

  @Test
  void the_endpoint_gets_the_worst_case_with_its_interval() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(badge(SampleLeaderboard.row("trades", 1, 0.75), null).json());
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("label").asText()).isEqualTo("worst-case accuracy, L∞, ε = 0.1");
    assertThat(json.get("message").asText()).matches("75\\.0 % \\[\\d.*, \\d.*]");
    assertThat(json.get("color").asText()).isEqualTo("blue");
    assertThat(json.has("isError")).isFalse();
  }

  @Test
  void a_row_without_a_worst_case_has_no_figure() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(badge(SampleLeaderboard.failed("broken"), "robust").json());
    assertThat(json.get("label").asText()).isEqualTo("robust");
    assertThat(json.get("message").asText()).isEqualTo("failed");
    assertThat(json.get("isError").asBoolean()).isTrue();
  }

  @Test
  void the_image_is_well_formed_and_says_in_words_what_it_shows() throws Exception {
    Row row = SampleLeaderboard.row("<b>&", 1, 0.75);
    String svg = badge(row, "a \"label\" & more").svg();
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(root.getAttribute("aria-label"))
        .startsWith("<b>& on mnist-10k, L∞, ε = 0.1: worst-case accuracy 75.0 %");
    assertThat(root.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("a \"label\" & more");
  }
}
