package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  @TempDir Path folder;

  private Path first;
  private Path second;

  @BeforeEach
  void write() throws IOException {
    first = Files.writeString(folder.resolve("board.json"), SmallBoard.BASELINE.json());
    Path other = Files.createDirectory(folder.resolve("other run"));
    second = Files.writeString(other.resolve("leaderboard.json"), SmallBoard.BASELINE.json());
  }

  @Test
  void a_leaderboard_alone_is_drawn_without_its_run() {
    CommandRun run = CommandRun.of("report", first, "--out", folder.resolve("drawn"));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(folder.resolve("drawn/index.html")).content().contains("trades", "75.0 %");
    assertThat(folder.resolve("drawn/leaderboard.csv")).exists();
  }

  @Test
  void a_front_page_leads_to_the_pages_of_several_runs() {
    Path site = folder.resolve("site");
    CommandRun run = CommandRun.of("report", first, second, "--out", site);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith(site.resolve("index.html").toString());
    assertThat(site.resolve("index.html"))
        .content()
        .contains(
            "<h1>2 runs</h1>",
            "href=\"board/index.html\"",
            "href=\"other%20run/index.html#digits-linf-0-1\"",
            "75.0 %")
        .doesNotContain("<script");
    assertThat(site.resolve("board/index.html")).content().contains("trades");
    assertThat(site.resolve("other run/leaderboard.json")).exists();
  }

  @Test
  void several_runs_need_a_folder_and_names_of_their_own() throws IOException {
    CommandRun nowhere = CommandRun.of("report", first, second);
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--out DIR");
    Path site = folder.resolve("site");
    CommandRun twice = CommandRun.of("report", second, second.getParent(), "--out", site);
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("two runs are named 'other run'");
    assertThat(site).doesNotExist();
  }
}
