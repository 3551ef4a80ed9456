package org.robustgrid.core.run;

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
import org.robustgrid.core.UserException;
import org.robustgrid.core.store.DamagedFileException;

class CellStoreTest {

  @TempDir Path root;
  private RunFolder folder;
  private CellStore store;

  @BeforeEach
  void storeTwoOfEach() {
    folder = new RunFolder(root);
    store = new CellStore(folder);
    for (String key : List.of("a", "b")) {
      store.put(new CleanResult(key, List.of(1), "1", List.of(), List.of(), 0));
      store.put(new ModelResult(key, "", "", "", List.of(), Map.of(), false, false, 0));
      store.put(new CellFailure(key, "plugin", "threw", ""));
    }
  }

  @Test
  void readsBackWhatItStored() {
    assertThat(store.clean("a")).get().extracting(CleanResult::key).isEqualTo("a");
    assertThat(store.failure("b")).get().extracting(CellFailure::key).isEqualTo("b");
    assertThat(store.model("c")).isEmpty();
  }

  @Test
  void refusesACellUnderTheNameOfAnother() throws IOException {
    Path over = replace(folder.cell("a"), folder.cell("b"));
    assertThatThrownBy(() -> store.clean("b"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(over.toString())
        .hasMessageContaining("the result of key a")
        .hasMessageContaining("Delete the file to have it computed again");
    assertThatThrownBy(store::verify).hasMessageContaining(over + " was changed");
  }

  @Test
  void refusesAModelUnderTheNameOfAnother() throws IOException {
    Path over = replace(folder.modelResult("a"), folder.modelResult("b"));
    assertThatThrownBy(() -> store.model("b"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(over.toString());
    assertThatThrownBy(store::verify)
        .isInstanceOf(UserException.class)
        .hasMessageContaining(over + " was changed");
  }

  @Test
  void refusesAFailureUnderTheNameOfAnother() throws IOException {
    Path over = replace(folder.failure("a"), folder.failure("b"));
    assertThatThrownBy(() -> store.failure("b"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(over.toString());
    assertThatThrownBy(store::verify).hasMessageContaining(over + " was changed");
  }

  private static Path replace(Path from, Path over) throws IOException {
    Files.write(over, Files.readAllBytes(from));
    return over;
  }
}
