package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.tuning.Kernel;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.Grids;

class RunKernelsTest {

  private static final String LIBRARY = "onednn-avx2";
  private static final KernelTable TABLE = table("direct");
  private static final ExecutionProfile PROFILE =
      ExecutionProfile.standard(LIBRARY).withKernels(TABLE);

  @TempDir private Path root;
  private RunFolder folder;

  private static KernelTable table(String algorithm) {
    return new KernelTable(LIBRARY, "cpu", 1, List.of(new Kernel("sum", 8, algorithm, "jit")));
  }

  @BeforeEach
  void write() {
    folder = new RunFolder(root);
    write(TABLE);
  }

  private void write(KernelTable table) {
    try (RunLock lock = RunLock.acquire(folder)) {
      RunKernels.write(folder, lock, table);
    }
  }

  private void requireRefusal(String... words) {
    assertThatThrownBy(() -> RunKernels.require(folder, PROFILE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.kernels().toString())
        .hasMessageContainingAll(words)
        .hasMessageContainingAll(TABLE.id(), "--convolutions FILE");
  }

  @Test
  void theTableThatAProfileNamesIsFound() {
    assertThatCode(() -> RunKernels.require(folder, PROFILE)).doesNotThrowAnyException();
  }

  @Test
  void aProfileWithoutTableNeedsNone() throws IOException {
    Files.delete(folder.kernels());

    assertThat(RunKernels.problem(folder, ExecutionProfile.standard(LIBRARY))).isEmpty();
  }

  @Test
  void aMissingTableIsNamed() throws IOException {
    Files.delete(folder.kernels());

    requireRefusal("is missing");
  }

  @Test
  void aChangedTableIsNamed() throws IOException {
    Files.writeString(
        folder.kernels(), Files.readString(folder.kernels()).replace("direct", "winograd"));

    requireRefusal("was changed after it was written");
  }

  @Test
  void anotherTableIsNamed() {
    write(table("winograd"));

    requireRefusal("holds another table, " + table("winograd").id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"format\": 1, \"nativeLibrary\": \"onednn-avx2\", \"cpu\": \"cpu\", \"threads\": 1,"
            + " \"kernels\": [null, null], \"sha256\": \"\"}"
      })
  void aFileThatHoldsNullIsDamaged(String text) throws IOException {
    Files.writeString(folder.kernels(), text);

    requireRefusal("was changed after it was written");
  }

  private void seal() {
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
    }
  }

  private String sealText() throws IOException {
    return Files.readString(folder.seal());
  }

  @Test
  void theSameTableWrittenAgainLeavesTheSeal() throws IOException {
    seal();
    String sealed = sealText();
    write(TABLE);

    assertThat(sealText()).isEqualTo(sealed);
  }

  @Test
  void aTableThatIsPutBackIsTakenIntoTheSealAlone() throws IOException {
    Files.createDirectories(folder.logs());
    Path log = Files.writeString(folder.logs().resolve("worker-1.log"), "said");
    seal();
    String sealed = sealText();
    Files.writeString(log, "forged");
    Files.writeString(folder.kernels(), "{}");
    write(TABLE);

    assertThat(sealText()).isEqualTo(sealed);
  }

  private void requireGiven(KernelTable table) {
    RunKernels.require(
        folder, ExecutionProfile.standard(LIBRARY).withKernels(table), Optional.of(table));
  }

  @Test
  void aTableIsGivenToARunThatLacksItOrHasItDamaged() throws IOException {
    new RunManifest(Grids.plan(Grids.SMALL), PROFILE).write(folder);
    Files.writeString(folder.kernels(), "{}");
    assertThatCode(() -> requireGiven(TABLE)).doesNotThrowAnyException();
    Files.delete(folder.kernels());
    assertThatCode(() -> requireGiven(TABLE)).doesNotThrowAnyException();
  }

  @Test
  void aTableIsNotReplacedByAnotherWhereTheManifestDoesNotTellWhoseItIs() throws IOException {
    Files.writeString(folder.manifest(), "{");

    assertThatCode(() -> requireGiven(TABLE)).doesNotThrowAnyException();
    assertThatThrownBy(() -> requireGiven(table("winograd")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.kernels() + " is not replaced")
        .hasMessageContaining("put run.json back");
  }
}
