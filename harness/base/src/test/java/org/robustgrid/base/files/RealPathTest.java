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
  void followsALinkWhateverStandsBehindIt() {
    assertThat(RealPath.of(base.resolve("link"))).isEqualTo(base.resolve("disk/runs"));
    assertThat(RealPath.of(base.resolve("link/new/run")))
        .isEqualTo(base.resolve("disk/runs/new/run"));
  }

  @Test
  void goesUpFromWhereALinkLeads() {
    assertThat(RealPath.of(base.resolve("link/../other"))).isEqualTo(base.resolve("disk/other"));
    assertThat(RealPath.of(base.resolve("new/../other"))).isEqualTo(base.resolve("other"));
  }

  @Test
  void keepsTheNameOfALinkThatLeadsNowhere() {
    assertThat(RealPath.of(base.resolve("dangling"))).isEqualTo(base.resolve("dangling"));
  }

  @Test
  void takesRelativePathsFromTheWorkingFolder() throws IOException {
    assertThat(RealPath.of(Path.of("."))).isEqualTo(Path.of("").toRealPath());
    assertThat(RealPath.of(Path.of(""))).isEqualTo(Path.of("").toRealPath());
  }
}
