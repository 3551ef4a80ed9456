package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.report.html.HtmlReport;

/** Ten thousand samples, a hundred rows, ten attacks; surefire gives the test 1 GiB of heap. */
class BigLeaderboardTest {

  private static final long MOST_BYTES = 25_000_000;

  @TempDir Path folder;

  @Test
  void the_page_of_two_big_boards_stays_small_and_the_file_reads_back() throws IOException {
    SampleLeaderboard.REPORT.write(
        new ReportContent(new BigLeaderboard(10_000, 100, 10).of(0.1, 0.2)), folder);
    assertThat(Files.size(folder.resolve(HtmlReport.FILE))).isBetween(1L, MOST_BYTES);
    // reading recounts every rate and rank from the outcome bits
    assertThat(LeaderboardFile.read(folder).boards())
        .hasSize(2)
        .allSatisfy(board -> assertThat(board.rows()).hasSize(100));
  }
}
