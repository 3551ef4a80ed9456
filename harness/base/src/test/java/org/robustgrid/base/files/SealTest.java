package org.robustgrid.base.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {

  @TempDir private Path place;
  private Path folder;
  private Path seal;
  private Path first;
  private Path second;

  @BeforeEach
  void write() throws IOException {
    folder = Files.createDirectories(place.resolve("folder"));
    seal = place.resolve("folder.seal");
    first = Files.writeString(folder.resolve("a.txt"), "one");
    Files.createDirectories(folder.resolve("below"));
    second = Files.writeString(folder.resolve("below/b.txt"), "two");
    Seal.of("numbers", folder).write(seal);
  }

  private Optional<String> problem() {
    return Seal.problem(seal, "numbers"::equals, folder);
  }

  @Test
  void an_intact_folder_has_no_problem() {
    assertThat(problem()).isEmpty();
  }

  @Test
  void a_changed_missing_or_added_file_is_named() throws IOException {
    Files.writeString(first, "ONE");
    assertThat(problem()).hasValueSatisfying(p -> assertThat(p).startsWith("a.txt was changed"));
    Files.writeString(first, "one");
    Files.delete(second);
    assertThat(problem()).hasValue("below/b.txt is missing");
    Files.writeString(second, "two");
    Files.writeString(folder.resolve("c.txt"), "three");
    assertThat(problem()).hasValueSatisfying(p -> assertThat(p).startsWith("c.txt was added"));
  }

  @Test
  void a_file_that_became_a_link_is_no_regular_file() throws IOException {
    Path elsewhere = Files.writeString(place.resolve("elsewhere"), "one");
    Files.delete(first);
    Files.createSymbolicLink(first, elsewhere);

    assertThat(Seal.read(seal).differences(Map.of("a.txt", first, "below/b.txt", second)))
        .containsExactly(Map.entry("a.txt", "is not a regular file any more"));
  }

  @Test
  void a_folder_in_anothers_place_is_not_taken_for_it() {
    assertThat(Seal.problem(seal, "letters"::equals, folder))
        .hasValue("it holds something else: numbers");
  }

  @Test
  void a_missing_or_changed_seal_vouches_for_nothing() throws IOException {
    String text = Files.readString(seal);
    Files.writeString(seal, text.replace("\"size\":3", "\"size\":4"));
    assertThat(problem()).hasValue("its seal folder.seal was changed");
    assertThatThrownBy(() -> Seal.read(seal)).isInstanceOf(DamagedFileException.class);
    Files.delete(seal);
    assertThat(problem()).hasValue("its seal folder.seal is missing");
  }

  @Test
  void after_a_change_that_is_named_every_other_file_keeps_its_entry() throws IOException {
    Files.writeString(first, "forged");
    Files.delete(second);
    Path third = Files.writeString(folder.resolve("c.txt"), "three");

    Seal after = Seal.read(seal).after(Map.of("below/b.txt", second, "c.txt", third));

    assertThat(after.files()).containsOnlyKeys("a.txt", "c.txt");
    assertThat(after.differences(Map.of("a.txt", first, "c.txt", third))).containsOnlyKeys("a.txt");
  }
}
