package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PathConverterTest {

  /** No system of files has a name with this character. */
  private static final String NOWHERE = "model\0.zip";

  @Test
  void a_path_is_read_as_it_is() {
    assertThat(new PathConverter().convert("a/b.zip")).isEqualTo(Path.of("a", "b.zip"));
  }

  @Test
  void where_names_are_ascii_only_the_way_out_is_named() {
    assertThatThrownBy(() -> new PathConverter("ANSI_X3.4-1968").convert(NOWHERE))
        .hasMessageContainingAll(NOWHERE, "is not a path", "ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
  }

  @Test
  void where_every_name_can_be_spelt_the_locale_is_not_blamed() {
    assertThatThrownBy(() -> new PathConverter("UTF-8").convert(NOWHERE))
        .hasMessageContaining("is not a path")
        .hasMessageNotContaining("LC_ALL");
  }
}
