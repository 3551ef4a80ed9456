package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;

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
  void another_format_is_reported_before_its_unknown_fields() throws IOException {
    Path file = write("{\"format\": 7, \"novelty\": true}");
    assertThatThrownBy(() -> LeaderboardFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("format 7")
        .hasMessageContaining("reads format 4");
  }

  @Test
  void what_is_no_leaderboard_is_refused() throws IOException {
    for (String text : new String[] {"", "[]", "{", "7", "null", "{\"format\": 4}"}) {
      Path file = write(text);
      assertThatThrownBy(() -> LeaderboardFile.read(file))
          .as(text)
          .isInstanceOf(UserException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void a_board_without_its_samples_is_refused() throws IOException {
    String json = LeaderboardJson.write(Boards.of(Boards.row("a", "110")));
    Path file =
        write(
            json.replaceFirst(
                "\"dataset\" : \"digits\",\\s+\"sampleIds\"",
                "\"dataset\" : \"letters\", \"sampleIds\""));
    assertThatThrownBy(() -> LeaderboardFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("lacks the samples of its data set digits");
  }

  @Test
  void labels_that_are_not_one_a_sample_are_refused() throws IOException {
    String json = LeaderboardJson.write(Boards.of(Boards.row("a", "110")));
    Path file = write(json.replace("\"labels\" : [ 0, 1, 2 ]", "\"labels\" : [ 0, 1 ]"));
    assertThatThrownBy(() -> LeaderboardFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("3 sampleIds, but 2 labels");
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
  void outcome_bits_of_anything_but_0_and_1_are_refused_by_their_place() throws IOException {
    String json = LeaderboardJson.write(Boards.of(Boards.row("a", "110", "011")));
    Path file = write(json.replaceFirst("\"pgd\" : \"011\"", "\"pgd\" : \"0?1\""));
    assertThatThrownBy(() -> LeaderboardFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("that of sample 1 is ?")
        .hasMessageContaining("boards[0].rows[0].perSeed[1].attacks.pgd");
  }

  @Test
  void a_format_of_an_older_version_says_what_to_do() throws IOException {
    Path file = write("{\"format\": 1, \"boards\": []}");
    assertThatThrownBy(() -> LeaderboardFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("format 1")
        .hasMessageContaining("robustgrid report RUN")
        .hasMessageContaining("run its grid again");
  }

  private void refused(String json, String... words) throws IOException {
    Path file = write(json);
    assertThatThrownBy(() -> LeaderboardFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("report RUN");
  }

  @Test
  void figures_that_contradict_the_outcome_bits_are_refused_by_name() throws IOException {
    // the second row falls on the third sample as well
    String json =
        LeaderboardJson.write(Boards.of(Boards.row("a", "1101"), Boards.row("b", "0101", "0111")));
    refused(json.replaceFirst("\"rate\" : 0.75", "\"rate\" : 0.8"), "row a", "0.8", "0.75");
    refused(json.replaceFirst("\"low\" : 0.3", "\"low\" : 0.4"), "row a", "low end");
    refused(json.replaceFirst("\"best\" : 1", "\"best\" : 2"), "row a", "rank");
    refused(json.replaceFirst("\"spread\" : 0.17", "\"spread\" : 0.2"), "row b", "spread");
    refused(json.replaceFirst("\"forward\" : 40.0", "\"forward\" : 4.0"), "forward passes", "40.0");
    refused(json.replaceFirst("\"samples\" : 4", "\"samples\" : 5"), "samples", "5", "4");
  }

  @Test
  void bits_that_contradict_one_another_are_refused() throws IOException {
    String json = LeaderboardJson.write(Boards.of(Boards.row("a", "1101")));
    refused(
        json.replaceFirst("\"worst\" : \"1101\"", "\"worst\" : \"1111\""),
        "row a, seed 0",
        "worst case",
        "1111");
    refused(
        json.replaceFirst("\"clean\" : \"1111\"", "\"clean\" : \"0111\""),
        "row a, seed 0",
        "outcome bits of pgd");
  }

  @Test
  void samples_broken_within_passes_add_up_to_those_of_the_outcome_bits() throws IOException {
    String json = LeaderboardJson.write(Boards.of(Boards.row("a", "1101")));
    Path right = write(within(json, "{\"1\" : 0, \"50\" : 1}"));
    assertThat(LeaderboardFile.read(right).boards().get(0).rows().get(0).perSeed().get(0).cells())
        .hasEntrySatisfying(
            "pgd", cell -> assertThat(cell.brokenWithin()).containsEntry(1L, 0).hasSize(2));
    refused(within(json, "{\"1\" : 0, \"50\" : 2}"), "row a, seed 0", "broken by pgd", "2", "1");
    refused(within(json, "{\"1\" : 2, \"50\" : 1}"), "broken by pgd", "no less than 2");
    refused(within(json, "{}"), "broken by pgd", "0", "1");
  }

  private static String within(String json, String counts) {
    return json.replaceFirst(
        "\"key\" : \"key\",", "\"key\" : \"key\", \"brokenWithin\" : " + counts + ",");
  }

  @Test
  void a_flag_that_was_taken_away_or_put_in_is_noticed_by_the_evidence() throws IOException {
    Row masked =
        Boards.checked(
            Boards.row("a", "1".repeat(40)), Boards.evidence("zero-gradient", "zero", 30, 30));
    Leaderboard right = Boards.flagged(Boards.of(masked));
    assertThat(LeaderboardFile.read(write(LeaderboardJson.write(right)))).isEqualTo(right);
    refused(LeaderboardJson.write(Boards.of(masked)), "row a", "zero-gradient on 30 of 30");
    Row accused = Boards.row("a", "11").withFlags(right.boards().get(0).rows().get(0).flags());
    refused(LeaderboardJson.write(Boards.of(accused)), "row a", "zero-gradient on 30 of 30");
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
