package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.report.confusion.Confusions;
import org.robustgrid.report.example.Examples;

class ReportTest {

  @TempDir Path folder;

  @Test
  void writes_every_report_and_leaves_nothing_else() throws IOException {
    Report.write(
        SampleLeaderboard.full(),
        SampleLeaderboard.examples(),
        Confusions.NONE,
        folder.resolve("new"));
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "index.html", "leaderboard.csv", "leaderboard.json", "leaderboard.md");
    }
  }

  @Test
  void drawing_again_from_the_stored_leaderboard_gives_the_same_bytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    Report.write(SampleLeaderboard.full(), Examples.NONE, Confusions.NONE, first);
    String json = Files.readString(first.resolve(Report.JSON));
    Report.write(LeaderboardJson.read(json), Examples.NONE, Confusions.NONE, second);
    for (String name : new String[] {Report.JSON, Report.MARKDOWN, Report.CSV, Report.HTML}) {
      assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    }
  }

  @Test
  void replaces_what_was_there() throws IOException {
    Files.writeString(folder.resolve(Report.JSON), "old");
    Report.write(SampleLeaderboard.full(), Examples.NONE, Confusions.NONE, folder);
    assertThat(folder.resolve(Report.JSON)).content().startsWith("{");
  }

  @Test
  void a_folder_that_is_a_file_is_an_error() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () -> Report.write(SampleLeaderboard.full(), Examples.NONE, Confusions.NONE, file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString());
  }
}
