package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.confusion.Confusions;
import org.robustgrid.report.csv.CsvReport;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.report.markdown.MarkdownReport;

class ReportTest {

  @TempDir Path folder;

  @Test
  void writes_every_report_and_leaves_nothing_else() throws IOException {
    SampleLeaderboard.REPORT.write(
        new ReportContent(SampleLeaderboard.full(), SampleLeaderboard.examples(), Confusions.NONE),
        folder.resolve("new"));
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "attacks.csv", "index.html", "leaderboard.csv", "leaderboard.json", "leaderboard.md");
    }
  }

  @Test
  void drawing_again_from_the_stored_leaderboard_gives_the_same_bytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    SampleLeaderboard.REPORT.write(new ReportContent(SampleLeaderboard.full()), first);
    String json = Files.readString(first.resolve(LeaderboardFile.NAME));
    SampleLeaderboard.REPORT.write(new ReportContent(LeaderboardJson.read(json)), second);
    for (String name :
        new String[] {LeaderboardFile.NAME, MarkdownReport.FILE, CsvReport.FILE, HtmlReport.FILE}) {
      assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    }
  }

  @Test
  void replaces_what_was_there() throws IOException {
    Files.writeString(folder.resolve(LeaderboardFile.NAME), "old");
    SampleLeaderboard.REPORT.write(new ReportContent(SampleLeaderboard.full()), folder);
    assertThat(folder.resolve(LeaderboardFile.NAME)).content().startsWith("{");
  }

  @Test
  void a_folder_that_is_a_file_is_an_error() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () -> SampleLeaderboard.REPORT.write(new ReportContent(SampleLeaderboard.full()), file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString());
  }
}
