package org.robustgrid.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.data.DataException;

class NpzFileTest {

  @TempDir private Path folder;

  private Map<String, INDArray> arrays() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("float", Nd4j.createFromArray(new float[][] {{1.5f, -2}, {Float.MIN_VALUE, 4}}));
    arrays.put("double", Nd4j.createFromArray(Math.PI, -0.0, Double.MIN_VALUE));
    arrays.put("long", Nd4j.createFromArray(Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1));
    arrays.put("int", Nd4j.createFromArray(7, -7));
    arrays.put("fortran", Nd4j.linspace(1, 6, 6, DataType.DOUBLE).reshape('c', 2, 3).dup('f'));
    return arrays;
  }

  @Test
  void what_is_written_is_read_back_with_types_shapes_and_values() {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, arrays());

    Map<String, INDArray> read = NpzFile.read(file);

    assertThat(read.keySet()).containsExactlyElementsOf(arrays().keySet());
    arrays()
        .forEach(
            (name, expected) -> {
              assertThat(read.get(name).dataType()).isEqualTo(expected.dataType());
              assertThat(read.get(name).shape()).isEqualTo(expected.shape());
              assertThat(read.get(name).toStringFull()).isEqualTo(expected.toStringFull());
            });
    assertThat(read.get("long").toLongVector())
        .containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1);
  }

  @Test
  void num_pys_own_files_are_read_with_their_types() {
    Map<String, INDArray> read = ReferenceModel.of("forward-mlp-tanh").arrays();

    assertThat(read.get("x").dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(read.get("x").shape()).containsExactly(9, 12);
    assertThat(read.get("y").dataType()).isEqualTo(DataType.INT64);
    assertThat(read.get("y").toLongVector()).hasSize(9);
  }

  @Test
  void equal_arrays_give_equal_bytes() throws IOException {
    NpzFile.write(folder.resolve("a.npz"), arrays());
    NpzFile.write(folder.resolve("b.npz"), arrays());

    assertThat(Files.readAllBytes(folder.resolve("a.npz")))
        .isEqualTo(Files.readAllBytes(folder.resolve("b.npz")));
  }

  @Test
  void a_flipped_bit_is_noticed() throws IOException {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, Map.of("x", Nd4j.ones(DataType.DOUBLE, 100)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);

    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_truncated_file_is_noticed() throws IOException {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, arrays());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 30));

    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("fetch it again");
  }

  @Test
  void writing_leaves_nothing_else_in_the_folder() throws IOException {
    NpzFile.write(folder.resolve("sub/a.npz"), arrays());

    try (var files = Files.list(folder.resolve("sub"))) {
      assertThat(files).containsExactly(folder.resolve("sub/a.npz"));
    }
  }
}
