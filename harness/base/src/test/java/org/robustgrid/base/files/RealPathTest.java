package org.robustgrid.base.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPathTest {

  @TempDir Path temporary;
  private Path base;

  @BeforeEach
  void links() throws IOException {
    base = temporary.toRealPath();
    Files.createDirectories(base.resolve("disk/runs"));
    Files.createSymbolicLink(base.resolve("link"), base.resolve("disk/runs"));
    Files.createSymbolicLink(base.resolve("dangling"), base.resolve("none"));
  }

  @Test
  void follows_a_link_to_any_target() {
    assertThat(RealPath.of(base.resolve("link"))).isEqualTo(base.resolve("disk/runs"));
    assertThat(RealPath.of(base.resolve("link/new/run")))
        .isEqualTo(base.resolve("disk/runs/new/run"));
  }

  @Test
  void goes_up_from_where_a_link_leads() {
    assertThat(RealPath.of(base.resolve("link/../other"))).isEqualTo(base.resolve("disk/other"));
    assertThat(RealPath.of(base.resolve("new/../other"))).isEqualTo(base.resolve("other"));
  }

  @Test
  void keeps_the_name_of_a_link_that_leads_nowhere() {
    assertThat(RealPath.of(base.resolve("dangling"))).isEqualTo(base.resolve("dangling"));
  }

  @Test
  void takes_relative_paths_from_the_working_folder() throws IOException {
    assertThat(RealPath.of(Path.of("."))).isEqualTo(Path.of("").toRealPath());
    assertThat(RealPath.of(Path.of(""))).isEqualTo(Path.of("").toRealPath());
  }
}
