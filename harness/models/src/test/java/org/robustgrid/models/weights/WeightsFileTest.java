package org.robustgrid.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.spi.data.DataException;

class WeightsFileTest {

  @TempDir private Path folder;

  /** A pickle of {'w': a tensor over storage 0} with the given offset, shape and stride. */
  private static byte[] pickle(String offset, String shape, String stride) {
    String text =
        "(dS'w'\n"
            + "ctorch._utils\n_rebuild_tensor_v2\n"
            + "(((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\nt"
            + "Q" // the storage, by its persistent name
            + "I"
            + offset
            + "\n("
            + shape
            + "t("
            + stride
            + "t"
            + "I00\nccollections\nOrderedDict\n)RtRs.";
    // the outer mark belongs to the arguments, the middle one to nothing
    return text.replace("(((S'storage'", "((S'storage'").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private Path zip(byte[] pickle, byte[] storage) throws IOException {
    Path file = folder.resolve("weights.pt");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("archive/data.pkl"));
      out.write(pickle);
      out.putNextEntry(new ZipEntry("archive/data/0"));
      out.write(storage);
    }
    return file;
  }

  @Test
  void a_tensor_is_read_by_its_strides() throws IOException {
    Path file = zip(pickle("0", "I2\nI2\n", "I1\nI2\n"), floats(1, 2, 3, 4));
    HostTensor tensor = WeightsFile.read(file).tensors().get("w");
    assertThat(tensor.shape()).containsExactly(2, 2);
    assertThat(tensor.values()).containsExactly(1, 3, 2, 4);
  }

  @Test
  void a_tensor_outside_its_storage_is_refused() throws IOException {
    Path file = zip(pickle("1", "I2\nI2\n", "I1\nI2\n"), floats(1, 2, 3, 4));
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("weights.pt", "'w'", "outside its storage");
  }

  @Test
  void a_number_that_is_not_finite_is_refused() throws IOException {
    Path file = zip(pickle("0", "I4\n", "I1\n"), floats(1, Float.NaN, 3, 4));
    assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContainingAll("'w'", "NaN");
  }

  @Test
  void a_callable_is_refused_by_name_before_anything_else() throws IOException {
    byte[] pickle = "cos\nsystem\n(S'true'\ntR.".getBytes(StandardCharsets.US_ASCII);
    Path file = zip(pickle, new byte[0]);
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("os.system", "state_dict()");
  }

  @Test
  void a_storage_that_claims_more_than_its_entry_is_refused() throws IOException {
    Path file = zip(pickle("0", "I4\n", "I1\n"), floats(1, 2));
    assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContainingAll("'w'", "too short");
  }

  private Path safetensors(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(text.length).array());
    out.write(text);
    out.write(data);
    return Files.write(folder.resolve("weights.safetensors"), out.toByteArray());
  }

  @Test
  void half_precision_widens_exactly() throws IOException {
    byte[] data = {0x00, 0x3c, 0x01, 0x00, (byte) 0x80, 0x3f, 0x00, (byte) 0xc0};
    Path file =
        safetensors(
            "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}  ",
            data);
    Map<String, HostTensor> tensors = WeightsFile.read(file).tensors();
    assertThat(tensors.get("a").values()).containsExactly(1, 0x1p-24);
    assertThat(tensors.get("b").values()).containsExactly(1, -2);
  }

  @Test
  void bytes_that_belong_to_no_tensor_are_refused() throws IOException {
    Path file =
        safetensors(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", floats(1, 2));
    assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("belong to no tensor");
  }

  @Test
  void a_type_that_is_missing_is_not_quoted() throws IOException {
    Path file = safetensors("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}     ", floats(1));
    assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("has no 'dtype'");
  }

  private static HostTensor zeros(long... shape) {
    return HostTensor.of(HostTensor.Kind.FLOATING, shape, new double[HostTensor.count(shape)]);
  }

  @Test
  void a_prefix_of_all_names_is_left_out() {
    StateDict dict =
        new StateDict(Map.of("module.model.a", zeros(2), "module.model.model.b", zeros(1)));
    StateDict named =
        dict.requireFits(Map.of("a", new long[] {2}, "model.b", new long[] {1}), Set.of());
    assertThat(named.tensors()).containsOnlyKeys("a", "model.b");
  }

  @Test
  void what_is_missing_left_over_and_misshapen_is_listed_at_once() {
    StateDict dict = new StateDict(Map.of("a", zeros(2), "c", zeros(1)));
    assertThatThrownBy(
            () -> dict.requireFits(Map.of("a", new long[] {3}, "b", new long[] {1}), Set.of()))
        .isInstanceOf(Refused.class)
        .hasMessageContainingAll("[b]", "[c]", "'a' of shape [2]", "needs [3]");
  }
}
