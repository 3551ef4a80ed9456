package org.robustgrid.core.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.core.UserException;

class LeaderboardFileTest {

  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("leaderboard.json"), text);
  }

  @Test
  void a_file_and_the_folder_that_holds_it_read_alike() throws IOException {
    Leaderboard leaderboard = Boards.of(Boards.row("a", "110"), Boards.row("b", "010"));
    Path file = write(LeaderboardJson.write(leaderboard));
    assertThat(LeaderboardFile.read(file)).isEqualTo(leaderboard);
    assertThat(LeaderboardFile.read(folder)).isEqualTo(leaderboard);
  }

  @Test
  void another_format_is_told_before_its_unknown_fields_are() throws IOException {
    Path file = write("{\"format\": 7, \"novelty\": true}");
    assertThatThrownBy(() -> LeaderboardFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("format 7")
        .hasMessageContaining("reads format 1");
  }

  @Test
  void what_is_no_leaderboard_is_refused() throws IOException {
    for (String text : new String[] {"", "[]", "{", "7", "null", "{\"format\": 1}"}) {
      Path file = write(text);
      assertThatThrownBy(() -> LeaderboardFile.read(file))
          .as(text)
          .isInstanceOf(UserException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void outcome_bits_that_do_not_pair_are_refused_by_row() throws IOException {
    String json = LeaderboardJson.write(Boards.of(Boards.row("a", "110", "011")));
    Path file = write(json.replace("\"011\"", "\"01\""));
    assertThatThrownBy(() -> LeaderboardFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("row a, seed 1");
  }

  @Test
  void a_folder_without_a_run_says_what_is_wanted() {
    assertThatThrownBy(() -> LeaderboardFile.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run.json")
        .hasMessageContaining("leaderboard.json");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> LeaderboardFile.read(folder.resolve("none.json")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("none.json");
  }
}
