package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.markdown.MarkdownReport;
import org.robustgrid.report.text.ThreatModels;

/** Classes over the plane, as an analysis of data of two features left them. */
class PlaneReportTest {

  private final String page = SampleLeaderboard.page(SampleLeaderboard.plane());

  private String drawing() {
    return page.substring(page.indexOf("class=\"plot plane\""));
  }

  @Test
  void a_row_with_a_plane_has_a_plot_and_one_without_has_none() {
    assertThat(page.split("class=\"plot plane\"", -1)).hasSize(2);
    assertThat(drawing()).startsWith("class=\"plot plane\"><figcaption><h3>trades</h3>");
  }

  @Test
  void says_how_many_samples_are_wrong() {
    assertThat(drawing()).contains("-planes-1-1-text\">seed 0, 8 samples, 1 wrong<");
  }

  @Test
  void a_wrong_sample_is_outlined() {
    // the last sample, of class 1, is the one that the row gets wrong
    assertThat(drawing().split("class=\"sample wrong series-1\"", -1)).hasSize(2);
    assertThat(drawing()).doesNotContain("class=\"sample wrong series-0\"");
  }

  @Test
  void a_ball_of_the_threat_model_is_drawn_to_scale() {
    // a radius of 0.5 on a square of 10 units and 340 pixels
    assertThat(drawing()).containsPattern("class=\"ball\" d=\"M[0-9.]+,[0-9.]+a17,17 ");
  }

  @Test
  void the_image_has_a_pixel_for_each_cell_and_is_clear_where_nothing_is_decided()
      throws IOException {
    Matcher image = Pattern.compile("href=\"data:image/png;base64,([^\"]*)\"").matcher(drawing());
    assertThat(image.find()).isTrue();
    var pixels = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image.group(1))));
    assertThat(pixels.getWidth()).isEqualTo(3);
    assertThat(pixels.getRGB(0, 0)).isEqualTo(pixels.getRGB(1, 0)).isEqualTo(pixels.getRGB(0, 1));
    assertThat(pixels.getRGB(0, 0) >>> 24).isEqualTo(0x55);
    // half the confidence, three quarters of the tint
    assertThat(pixels.getRGB(1, 1) >>> 24).isEqualTo(0x40);
    assertThat(pixels.getRGB(2, 0))
        .isEqualTo(pixels.getRGB(0, 2))
        .isNotEqualTo(pixels.getRGB(0, 0));
    assertThat(pixels.getRGB(2, 1) >>> 24).isZero();
  }

  @Test
  void a_result_that_is_a_plane_alone_has_no_section_of_its_own() {
    String anchor = ThreatModels.anchor(SampleLeaderboard.plane().boards().get(0));
    assertThat(page).contains("<h2 id=\"" + anchor + "-planes-1-title\">Decision regions</h2>");
    assertThat(page).doesNotContainPattern("<h3[^>]*>Decision regions");
    String both = SampleLeaderboard.page(SampleAnalyses.leaderboard());
    assertThat(both).contains("class=\"analysis\"", "class=\"plot plane\"", "trades and standard");
    assertThat(both).contains("2 × 2 places").doesNotContain("marks are samples");
  }

  @Test
  void markdown_and_csv_count_each_class(@TempDir Path folder) throws IOException {
    assertThat(MarkdownReport.draw(SampleLeaderboard.plane()))
        .contains("### Decision regions: trades, seed 0", "decisions (picture in index.html):")
        .contains("| 1 | 0.555556 | 4 | 1 |");
    new CsvReport().write(new ReportContent(SampleLeaderboard.plane()), folder);
    assertThat(Files.readString(folder.resolve(CsvReport.ANALYSES)))
        .contains(",plane,decisions,decided otherwise,1,1,,,\r\n")
        .contains(",plane,decisions,samples,0,4,,,\r\n");
  }

  @Test
  void other_data_has_no_such_section() {
    assertThat(SampleLeaderboard.page(SampleLeaderboard.full())).doesNotContain("plot plane");
  }
}
