package org.robustgrid.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.run.executor.Executors;

class TorchSettingsTest {

  private static final TorchSettings SETTINGS =
      new TorchSettings("cuda:1", "Some GPU", "2.1.0", "12.1", DataType.FLOAT, 256, "onednn");

  private final TorchProvider torch = new TorchProvider();

  @Test
  void settings_are_read_back_as_they_were() {
    assertThat(TorchSettings.of(SETTINGS.map())).isEqualTo(SETTINGS);
    assertThat(torch.problem(SETTINGS.map())).isEmpty();
  }

  @Test
  void the_executor_is_found_by_its_id() {
    assertThat(Executors.find("torch").orElseThrow()).isInstanceOf(TorchProvider.class);
  }

  @Test
  void one_worker_uses_a_gpu_and_cores_decide_on_a_cpu() {
    assertThat(torch.workers(SETTINGS.map())).hasValue(1);
    SortedMap<String, String> cpu = SETTINGS.map();
    cpu.put("device", "cpu");
    assertThat(torch.workers(cpu)).isEmpty();
  }

  @Test
  void workers_compute_the_rest_on_the_cpu_with_the_library_of_the_settings() {
    assertThat(torch.javaOptions(SETTINGS.map(), 500))
        .contains("-Drobustgrid.device=cpu", "-Drobustgrid.native=onednn");
  }

  @ParameterizedTest
  @CsvSource({
    "device, tpu, the device 'tpu' is unknown",
    "precision, half, precision must be float or double",
    "microBatch, many, a micro-batch must be a number of samples",
    "microBatch, 0, a micro-batch must have 1 to 65536 samples"
  })
  void what_is_wrong_is_named(String name, String value, String message) {
    Map<String, String> settings = new TreeMap<>(SETTINGS.map());
    settings.put(name, value);
    assertThat(torch.problem(settings).orElseThrow()).contains(message);
  }

  @Test
  void apples_gpu_has_no_double_precision() {
    Map<String, String> settings = new TreeMap<>(SETTINGS.map());
    settings.put("device", "mps");
    settings.put("precision", "double");
    assertThat(torch.problem(settings).orElseThrow()).contains("no double precision");
  }

  @Test
  void settings_of_another_executor_are_refused() {
    assertThat(torch.problem(Map.of("convolutions", "winograd")).orElseThrow())
        .contains("the settings of the executor torch are")
        .contains("convolutions");
  }
}
