package org.robustgrid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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

  @Test
  void columns_are_left_out_in_the_stated_order_until_the_table_fits() {
    TextTable table =
        new TextTable(17, "").optional(List.of(2, 1)).row("row", "first", "second", "third");
    assertThat(table.row("a", "1", "2", "3").lines())
        .containsExactly("row  first  third", "a    1      3");
    assertThat(table.omitted()).containsExactly("second");
  }

  @Test
  void a_table_that_fits_keeps_every_column() {
    TextTable table = new TextTable(80, "").optional(List.of(1, 0)).row("a", "b", "c");
    assertThat(table.omitted()).isEmpty();
    assertThat(table.lines()).containsExactly("a  b  c");
  }
}
