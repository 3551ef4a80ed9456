package org.robustgrid.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataFolders;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;

class FashionMnistProviderTest {

  private final DatasetProvider provider = new FashionMnistProvider();

  @TempDir Path folder;

  private Dataset open() {
    return TestFiles.open(provider, Map.of("folder", folder.toString()));
  }

  @Test
  void reads_gzip_and_plain_files_under_every_usual_name() {
    TestFiles.idxFolder(folder);
    try (Dataset dataset = open()) {
      assertThat(dataset.inputShape()).containsExactly(1, 2, 2);
      assertThat(dataset.training().size()).isEqualTo(3);
      assertThat(TestFiles.read(dataset, dataset.training(), 0))
          .containsExactly(0f, 0.2f, 1f, 1 / 255f);
      assertThat(TestFiles.read(dataset, dataset.training(), 2))
          .containsExactly(6 / 255f, 7 / 255f, 8 / 255f, 9 / 255f);
      assertThat(TestFiles.read(dataset, dataset.test(), 1))
          .containsExactly(50 / 255f, 60 / 255f, 70 / 255f, 80 / 255f);
      assertThat(dataset.classNames().get(dataset.training().label(0))).isEqualTo("ankle boot");
      assertThat(dataset.test().label(1)).isEqualTo(2);
    }
  }

  @Test
  void a_plain_file_and_a_gzip_file_hold_the_same_images() throws IOException {
    TestFiles.idxFolder(folder);
    Path plain = folder.resolve("train-images-idx3-ubyte");
    float[] expected;
    try (Dataset dataset = open()) {
      expected = TestFiles.read(dataset, dataset.training(), 1);
    }
    TestFiles.write(
        folder.resolve(plain.getFileName() + ".gz"), TestFiles.gzip(Files.readAllBytes(plain)));
    Files.delete(plain);
    try (Dataset dataset = open()) {
      assertThat(TestFiles.read(dataset, dataset.training(), 1)).containsExactly(expected);
    }
  }

  @Test
  void is_found_in_the_users_cache_folder() throws IOException {
    Path place = DataFolders.cache().orElseThrow().resolve("data").resolve("fashion-mnist");
    TestFiles.idxFolder(place);
    try (Dataset dataset = TestFiles.open(provider, Map.of())) {
      assertThat(dataset.test().size()).isEqualTo(2);
    } finally {
      for (String name : place.toFile().list()) {
        Files.delete(place.resolve(name));
      }
    }
  }

  @Test
  void files_that_are_nowhere_are_told_with_the_places_and_the_address() {
    assertThatThrownBy(() -> TestFiles.open(new MnistProvider(), Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train-images-idx3-ubyte")
        .hasMessageContaining("/usr/share/datasets/mnist")
        .hasMessageContaining(DataFolders.cache().orElseThrow().toString())
        .hasMessageContaining("https://")
        .hasMessageContaining("'folder'");
  }

  @Test
  void a_named_folder_without_the_files_is_told_and_no_other_is_searched() {
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("holds none of")
        .hasMessageNotContaining("/usr/share");
  }

  @Test
  void one_missing_file_is_named() throws IOException {
    TestFiles.idxFolder(folder);
    Files.delete(folder.resolve("t10k-labels.idx1-ubyte"));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks t10k-labels-idx1-ubyte");
  }

  @Test
  void labels_out_of_range_and_of_another_length_are_refused() {
    TestFiles.idxFolder(folder);
    Path labels = folder.resolve("t10k-labels.idx1-ubyte");
    TestFiles.write(labels, TestFiles.idx(new byte[] {1, 10}, 2));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t10k-labels")
        .hasMessageContaining("sample 1 with class 10");
    TestFiles.write(labels, TestFiles.idx(new byte[] {1, 2, 3}, 3));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 images")
        .hasMessageContaining("3 labels");
  }

  @Test
  void a_plain_file_that_is_cut_short_is_refused() throws IOException {
    TestFiles.idxFolder(folder);
    Path images = folder.resolve("train-images-idx3-ubyte");
    byte[] content = Files.readAllBytes(images);
    TestFiles.write(images, Arrays.copyOf(content, content.length - 1));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("12 bytes")
        .hasMessageContaining("holds 11 bytes");
  }

  @Test
  void its_customary_radius_is_a_tenth() {
    assertThat(provider.descriptor().radii()).containsEntry(Norm.LINF, 0.1);
  }
}
