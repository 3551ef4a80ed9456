package org.robustgrid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void aligns_columns() {
    TextTable table = new TextTable(80, "  ").row("a", "first").row("long", "second");
    assertThat(table.lines()).containsExactly("  a     first", "  long  second");
  }

  @Test
  void wraps_the_last_column_under_itself() {
    TextTable table = new TextTable(27, "").row("a", "one two three four five six");
    assertThat(table.lines()).containsExactly("a  one two three four five", "   six");
  }

  @Test
  void leaves_no_trailing_spaces() {
    assertThat(new TextTable(80, "").row("a", "").lines()).containsExactly("a");
  }

  @Test
  void refuses_a_row_of_another_length() {
    TextTable table = new TextTable(80, "").row("a", "b");
    assertThatThrownBy(() -> table.row("a")).isInstanceOf(IllegalArgumentException.class);
  }
}
