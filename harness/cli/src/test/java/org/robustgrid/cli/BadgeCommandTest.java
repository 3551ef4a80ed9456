package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadgeCommandTest {

  @TempDir Path folder;

  private Path leaderboard;

  @BeforeEach
  void write() throws IOException {
    leaderboard = Files.writeString(folder.resolve("board.json"), SmallBoard.BASELINE.json());
  }

  private CommandRun badge(String out, Object... more) {
    Object[] arguments = new Object[4 + more.length];
    arguments[0] = "badge";
    arguments[1] = leaderboard;
    arguments[2] = "--out";
    arguments[3] = folder.resolve(out);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.of(arguments);
  }

  @Test
  void the_only_board_and_the_row_that_leads_it_need_not_be_named() {
    assertThat(badge("badge.svg").code()).isZero();
    assertThat(folder.resolve("badge.svg"))
        .content()
        .contains("standard on digits, L∞, ε = 0.1: worst-case accuracy 75.0 % [68.6, 80.5]");
  }

  @Test
  void a_board_is_named_by_words_and_a_row_by_its_label() {
    assertThat(badge("b.json", "--board", "linf 0.1", "--row", "trades", "--label", "ours").code())
        .isZero();
    assertThat(folder.resolve("b.json")).content().contains("\"ours\"", "75.0 %", "\"blue\"");
  }

  @Test
  void what_does_not_exist_is_answered_by_what_does() {
    CommandRun board = badge("b.svg", "--board", "l2");
    assertThat(board.code()).isEqualTo(2);
    assertThat(board.err()).contains("'l2'", "there are: digits linf 0.1");
    CommandRun row = badge("b.svg", "--row", "trade");
    assertThat(row.code()).isEqualTo(2);
    assertThat(row.err()).contains("standard, trades", "did you mean 'trades'?");
    assertThat(badge("b.png").err()).contains(".svg or .json");
    assertThat(folder).isDirectoryNotContaining("glob:**/b.*");
  }
}
