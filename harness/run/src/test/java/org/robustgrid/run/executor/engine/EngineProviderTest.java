package org.robustgrid.run.executor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.base.UserException;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.run.executor.Executors;

class EngineProviderTest {

  private final ExecutorProvider engine = new EngineProvider();
  private final List<String> notes = new ArrayList<>();

  private SortedMap<String, String> choose(Map<String, String> asked) {
    return engine.choose(asked, Optional.empty(), notes::add);
  }

  private SortedMap<String, String> standard() {
    return choose(Map.of());
  }

  private Optional<String> problem(String setting, String value) {
    SortedMap<String, String> settings = new TreeMap<>(standard());
    settings.put(setting, value);
    return engine.problem(settings);
  }

  @Test
  void is_installed_as_the_standard_executor() {
    assertThat(Executors.find(Executors.STANDARD))
        .hasValueSatisfying(found -> assertThat(found).isInstanceOf(EngineProvider.class));
    assertThat(Executors.known()).contains(engine.id());
  }

  @Test
  void chooses_what_this_machine_runs_in_float() {
    assertThat(standard())
        .containsAllEntriesOf(engine.ofThisMachine())
        .containsEntry("precision", "float")
        .containsEntry("microBatch", "64");
    assertThat(engine.problem(standard())).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void keeps_the_settings_of_a_run_but_for_what_is_asked_for() {
    SortedMap<String, String> kept = new TreeMap<>(standard());
    kept.put("precision", "double");
    kept.put("microBatch", "16");
    assertThat(engine.choose(Map.of(), Optional.of(kept), notes::add)).isEqualTo(kept);
    assertThat(engine.choose(Map.of("microBatch", "8"), Optional.of(kept), notes::add))
        .containsEntry("precision", "double")
        .containsEntry("microBatch", "8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"winogrd", "measured", "measured:0123456789abcdef", "kernels.json"})
  void convolutions_that_are_unknown_are_reported_with_those_there_are(String name) {
    String message =
        "the convolutions '" + name + "' are unknown; known are winograd, direct and nd4j";
    assertThatThrownBy(() -> choose(Map.of("convolutions", name)))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
    assertThat(problem("convolutions", name)).contains(message);
  }

  @Test
  void a_device_that_is_unknown_is_reported_with_those_there_are() {
    assertThatThrownBy(() -> choose(Map.of("device", "mps")))
        .isInstanceOf(UserException.class)
        .hasMessage("the device 'mps' is unknown; known are cpu, cuda and auto");
  }

  @Test
  void a_setting_that_it_does_not_have_is_reported_with_those_it_has() {
    assertThatThrownBy(() -> choose(Map.of("tf32", "on")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no setting tf32; it has convolutions, microBatch, nativeLibrary");
    assertThat(engine.problem(Map.of("precision", "float")))
        .hasValueSatisfying(what -> assertThat(what).endsWith("but these are precision"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'a micro-batch must have 1 to 65536 samples, but 0 are asked for'",
    "65537, 'a micro-batch must have 1 to 65536 samples, but 65537 are asked for'",
    "100, 'a micro-batch must be a power of two, but 100 samples are asked for; take 64 for one'",
    "many, 'a micro-batch must be a number of samples, but is ''many'''"
  })
  void a_micro_batch_that_cannot_be_halved_is_refused(String value, String message) {
    assertThat(problem("microBatch", value)).contains(message);
  }

  @Test
  void a_precision_that_there_is_not_is_refused() {
    assertThat(problem("precision", "half"))
        .contains("precision must be float or double, but is 'half'");
  }

  @Test
  void the_library_of_cuda_computes_on_one_gpu_with_one_worker() {
    SortedMap<String, String> gpu = new TreeMap<>(standard());
    gpu.put("nativeLibrary", "cuda-11.6");
    assertThat(engine.device(gpu)).isEqualTo("cuda");
    assertThat(engine.workers(gpu)).hasValue(1);
    assertThat(engine.device(standard())).isEqualTo("cpu");
    assertThat(engine.workers(standard())).isEmpty();
  }
}
