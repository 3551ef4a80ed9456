package org.robustgrid.run.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.UserException;
import org.robustgrid.run.cell.Claim;
import org.robustgrid.run.folder.Claims;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.Profiles;

class RunMergeTest {

  private static final ExecutionProfile PROFILE = Profiles.of("onednn-avx2");

  @TempDir private Path root;

  private RunFolder folder(String name) {
    return new RunFolder(root.resolve(name));
  }

  private RunFolder run(String name, String grid) {
    RunFolder folder = folder(name);
    new RunManifest(Grids.plan(grid), PROFILE).write(folder);
    return folder;
  }

  private static void merge(RunFolder out, RunFolder... parts) {
    RunMerge.merge(List.of(parts), out, note -> {});
  }

  @Test
  void leaves_the_run_of_another_grid_as_it_is_where_it_refuses_it() throws IOException {
    RunFolder other = run("out", Grids.SMALL.replace("epochs: 4", "epochs: 5"));
    Path part = other.root().resolve(".run.json-" + UUID.randomUUID() + ".part");
    Files.writeString(part, "{");
    try (RunLock lock = RunLock.acquire(other)) {
      RunSeal.write(other, lock);
    }
    RunFolder mine = run("a", Grids.SMALL);

    assertThatThrownBy(() -> merge(other, mine))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("training.epochs");
    assertThat(List.of(other.seal(), part)).allSatisfy(file -> assertThat(file).exists());
  }

  private static Claim claim(String by, String hash) {
    return new Claim("clouds-dense-plain-0", "linf 0.1", by, hash.repeat(64));
  }

  private static void claimed(RunFolder folder, Claim... claims) throws IOException {
    new Claims(List.of(claims)).write(folder);
    for (Claim claim : claims) {
      Path images = folder.claimedImages(claim.imagesHash());
      Files.createDirectories(images.getParent());
      Files.writeString(images, claim.imagesHash());
    }
  }

  @Test
  void takes_the_claims_of_all_parts_each_once() throws IOException {
    RunFolder first = run("a", Grids.SMALL);
    RunFolder second = run("b", Grids.SMALL);
    claimed(first, claim("A. Referee", "1"));
    claimed(second, claim("Somebody else", "1"), claim("B. Reader", "2"));
    RunFolder out = folder("out");

    merge(out, first, second);

    assertThat(Claims.of(out).claims())
        .containsExactly(claim("A. Referee", "1"), claim("B. Reader", "2"));
    assertThat(List.of(out.claimedImages("1".repeat(64)), out.claimedImages("2".repeat(64))))
        .allSatisfy(file -> assertThat(file).exists());
  }

  @Test
  void leaves_out_a_list_of_claims_that_was_changed_and_says_so() throws IOException {
    RunFolder first = run("a", Grids.SMALL);
    RunFolder second = run("b", Grids.SMALL);
    claimed(first, claim("A. Referee", "1"));
    claimed(second, claim("B. Reader", "2"));
    String list = Files.readString(second.claims());
    Files.writeString(second.claims(), list.replace("B. Reader", "Nobody"));
    RunFolder out = folder("out");
    List<String> notes = new ArrayList<>();

    RunMerge.merge(List.of(first, second), out, notes::add);

    assertThat(Claims.of(out).claims()).containsExactly(claim("A. Referee", "1"));
    assertThat(notes).anySatisfy(note -> assertThat(note).contains("claims.json", "are left out"));
  }
}
