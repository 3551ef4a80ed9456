package org.robustgrid.spi.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataFoldersTest {

  @Test
  void the_users_variable_comes_first_then_the_cache_folder_then_the_distributions() {
    assertThat(DataFolders.of("some-set", Optional.of("/my/data"), Optional.of(Path.of("/cache"))))
        .containsExactly(
            Path.of("/my/data/some-set"),
            Path.of("/cache/data/some-set"),
            Path.of("/usr/share/datasets/some-set"));
  }

  @Test
  void places_that_are_not_there_are_left_out() {
    assertThat(DataFolders.of("some-set", Optional.of(" "), Optional.empty()))
        .containsExactly(Path.of("/usr/share/datasets/some-set"));
  }

  @Test
  void fetched_files_go_to_the_users_folders_and_never_to_the_distributions() {
    Optional<Path> cache = Optional.of(Path.of("/cache"));
    assertThat(DataFolders.fetched("some-set", Optional.of("/my/data"), cache))
        .contains(Path.of("/my/data/some-set"));
    assertThat(DataFolders.fetched("some-set", Optional.empty(), cache))
        .contains(Path.of("/cache/data/some-set"));
    assertThat(DataFolders.fetched("some-set", Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void a_relative_variable_counts_from_the_working_folder() {
    assertThat(DataFolders.of("some-set", Optional.of("data"), Optional.empty()))
        .first()
        .isEqualTo(Path.of("data", "some-set").toAbsolutePath());
  }
}
