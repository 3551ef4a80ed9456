package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.report.markdown.MarkdownReport;

/**
 * Compares every report byte by byte, under locales with another decimal mark, other digits and
 * other case rules. To accept a wanted change, run with {@code -Drobustgrid.golden.update=true} and
 * review the difference.
 */
class GoldenFileTest {

  private static final Path GOLDEN = Path.of("src/test/resources/org/robustgrid/report/golden");

  private final Locale before = Locale.getDefault();

  @TempDir Path folder;

  static Stream<Arguments> filesAndLocales() {
    return Stream.of(
            LeaderboardFile.NAME,
            MarkdownReport.FILE,
            CsvReport.FILE,
            CsvReport.ATTACKS,
            HtmlReport.FILE)
        .flatMap(
            file ->
                Stream.of("en-US", "de-DE", "tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")
                    .map(locale -> Arguments.of(file, locale)));
  }

  static Stream<String> filesOfAnalyses() {
    return Stream.of(
        LeaderboardFile.NAME, MarkdownReport.FILE, CsvReport.ANALYSES, HtmlReport.FILE);
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest(name = "{0} under {1}")
  @MethodSource("filesAndLocales")
  void a_report_reads_the_same_under_every_locale(String file, String locale) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(locale));
    SampleLeaderboard.REPORT.write(new ReportContent(SampleLeaderboard.full()), folder);
    assertGolden(file, GOLDEN.resolve(file));
  }

  @ParameterizedTest
  @MethodSource("filesOfAnalyses")
  void results_of_analyses_are_drawn_in_every_report(String file) throws IOException {
    Locale.setDefault(Locale.forLanguageTag("de-DE"));
    SampleLeaderboard.REPORT.write(new ReportContent(SampleAnalyses.leaderboard()), folder);
    assertGolden(file, GOLDEN.resolve("analyses").resolve(file));
  }

  private void assertGolden(String file, Path golden) throws IOException {
    // a change of the style sheet is reviewed there, not in each page that it is copied into
    String drawn =
        Files.readString(folder.resolve(file))
            .replaceFirst("(?s)<style>.*</style>", "<style>page.css</style>");
    if (Boolean.getBoolean("robustgrid.golden.update")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, drawn);
    }
    assertThat(drawn).isEqualTo(Files.readString(golden));
  }
}
