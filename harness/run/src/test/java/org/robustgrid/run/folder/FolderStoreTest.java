package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.Seal;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.ModelResult;

class FolderStoreTest {

  @TempDir Path root;
  private RunFolder folder;
  private FolderStore store;

  @BeforeEach
  void storeTwoOfEach() throws IOException {
    folder = new RunFolder(root);
    store = new FolderStore(folder);
    for (String key : List.of("a", "b")) {
      store.put(new CleanResult(key, List.of(1), Bits.of("1"), List.of(), List.of(), 0));
      Files.createDirectories(folder.model(key));
      Files.writeString(folder.modelZip(key), key);
      String zip = Sha256.of(key);
      store.put(new ModelResult(key, "", zip, "", List.of(), Map.of(), false, false, 0));
      store.put(new CellFailure(key, "plugin", "threw", ""));
    }
  }

  @Test
  void reads_a_training_that_knows_nothing_of_micro_batches() throws IOException {
    assertThat(Files.readString(folder.modelResult("a"))).doesNotContain("microBatch");
    assertThat(store.get("a", ModelResult.class).orElseThrow().microBatch()).isNull();
  }

  @Test
  void reads_back_what_it_stored() {
    assertThat(store.get("a", CleanResult.class)).get().extracting(CleanResult::key).isEqualTo("a");
    assertThat(store.failure("b")).get().extracting(CellFailure::key).isEqualTo("b");
    assertThat(store.get("c", ModelResult.class)).isEmpty();
  }

  @Test
  void refuses_a_cell_under_the_name_of_another() throws IOException {
    Path over = replace(folder.cell("a"), folder.cell("b"));
    assertThatThrownBy(() -> store.get("b", CleanResult.class))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(over.toString())
        .hasMessageContaining("the result of key a")
        .hasMessageContaining("Run the grid into this folder again");
    assertThat(damage().what()).contains(over + " was changed");
  }

  @Test
  void refuses_a_model_under_the_name_of_another() throws IOException {
    Path over = replace(folder.modelResult("a"), folder.modelResult("b"));
    assertThatThrownBy(() -> store.get("b", ModelResult.class))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(over.toString());
    assertThat(damage().what()).contains(over + " was changed");
  }

  @Test
  void refuses_a_failure_under_the_name_of_another() throws IOException {
    Path over = replace(folder.failure("a"), folder.failure("b"));
    assertThatThrownBy(() -> store.failure("b"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(over.toString());
    assertThat(damage().what()).contains(over + " was changed");
  }

  @Test
  void sets_aside_what_was_changed_and_counts_it_as_missing() throws IOException {
    Files.writeString(folder.cell("a"), Files.readString(folder.cell("a")).replace("1", "0"));
    try (RunLock lock = RunLock.acquire(folder)) {
      assertThat(new IntegrityCheck(folder).setAside(lock))
          .singleElement()
          .extracting(Damage::key)
          .isEqualTo("a");
    }
    assertThat(store.get("a", CleanResult.class)).isEmpty();
    assertThat(store.get("b", CleanResult.class)).isPresent();
    assertThat(folder.cells().resolve("a.json.damaged")).exists();
    assertThat(new IntegrityCheck(folder).find()).isEmpty();
  }

  @Test
  void finds_images_that_were_changed_or_removed() throws IOException {
    Files.createDirectories(folder.adversarials());
    Files.writeString(folder.adversarials("a"), "images");
    String hash = Sha256.of("images");
    store.put(
        new AttackCellResult(
            "a",
            List.of(1),
            Bits.of("1"),
            List.of(0.0),
            List.of(),
            List.of(),
            0,
            1,
            1,
            1,
            hash,
            0,
            0,
            null,
            null,
            null));
    assertThat(new IntegrityCheck(folder).find()).isEmpty();
    Files.writeString(folder.adversarials("a"), "other images");
    assertThat(damage().what()).contains(folder.adversarials("a") + " was changed");
    Files.delete(folder.adversarials("a"));
    assertThat(damage().what()).contains(folder.adversarials("a") + " is missing");
  }

  @Test
  void finds_epochs_that_were_changed_or_are_not_sealed() throws IOException {
    Files.createDirectories(folder.modelEpochs("a"));
    Path epoch = Files.writeString(folder.modelEpochs("a").resolve("epoch-1.npz"), "weights");
    Files.writeString(folder.modelZip("a"), "zip");
    String zip = Sha256.of("zip");
    store.put(new ModelResult("a", "", zip, "", List.of(1), Map.of(), false, false, 0));
    assertThat(damage().what()).contains("epochs.seal is missing");
    Seal.of("a", folder.modelEpochs("a")).write(folder.epochsSeal("a"));
    assertThat(new IntegrityCheck(folder).find()).isEmpty();
    Files.writeString(epoch, "other weights");
    assertThat(damage().what()).contains("epoch-1.npz was changed");
  }

  private Damage damage() {
    List<Damage> found = new IntegrityCheck(folder).find();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Path replace(Path from, Path over) throws IOException {
    Files.write(over, Files.readAllBytes(from));
    return over;
  }
}
