package org.robustgrid.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.UserException;
import org.robustgrid.run.executor.Executor;

/** What is chosen on this machine's PyTorch. */
class TorchProviderTest {

  private final TorchProvider torch = new TorchProvider();

  @BeforeEach
  void namePython() {
    System.setProperty(TorchServer.INTERPRETER, PyTorch.interpreter());
  }

  @AfterEach
  void forgetPython() {
    System.clearProperty(TorchServer.INTERPRETER);
  }

  private SortedMap<String, String> chosen(String... asked) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < asked.length; i += 2) {
      map.put(asked[i], asked[i + 1]);
    }
    return torch.choose(map, Optional.empty(), note -> {});
  }

  @Test
  void settings_tell_pytorch_and_its_device() {
    SortedMap<String, String> settings = chosen("device", "cpu");
    assertThat(settings)
        .containsEntry("device", "cpu")
        .containsEntry("precision", "float")
        .containsOnlyKeys(TorchSettings.NAMES);
    assertThat(settings.get("torch")).matches("[0-9]+\\.[0-9]+.*");
    assertThat(settings.get("deviceName")).isNotBlank();
  }

  @Test
  void an_automatically_chosen_device_is_reported() {
    List<String> notes = new ArrayList<>();
    torch.choose(Map.of("device", "auto"), Optional.empty(), notes::add);
    assertThat(notes).singleElement().asString().contains("PyTorch").contains("computes on");
  }

  @Test
  void a_device_that_is_not_there_is_refused_with_those_that_are() {
    assertThatThrownBy(() -> chosen("device", "cuda:99"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot compute in float32 on the device 'cuda:99'")
        .hasMessageContaining("it has the devices cpu");
  }

  @Test
  void what_it_cannot_be_asked_for_is_named() {
    assertThatThrownBy(() -> chosen("convolutions", "direct"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot be asked for convolutions");
  }

  @Test
  void a_run_does_not_go_on_under_another_pytorch() {
    SortedMap<String, String> before = chosen("device", "cpu");
    assertThat(torch.choose(Map.of(), Optional.of(before), note -> {})).isEqualTo(before);
    before.put("torch", "0.1");
    assertThatThrownBy(() -> torch.choose(Map.of(), Optional.of(before), note -> {}))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the run began with torch '0.1'");
  }

  @Test
  void a_worker_refuses_another_pytorch_than_was_planned_with() {
    SortedMap<String, String> settings = chosen("device", "cpu");
    torch.start(settings).close();
    settings.put("deviceName", "another");
    assertThatThrownBy(
            () -> {
              try (Executor executor = torch.start(settings)) {
                executor.precision();
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PyTorch has changed");
  }

  @Test
  void the_diagnosis_lists_python_pytorch_and_devices() {
    assertThat(torch.diagnosis())
        .anySatisfy(line -> assertThat(line).contains("PyTorch").contains("Python"))
        .anySatisfy(line -> assertThat(line).startsWith("- cpu: "));
  }

  @Test
  void the_diagnosis_says_why_pytorch_cannot_be_used() {
    System.setProperty(TorchServer.INTERPRETER, "no-such-python");
    assertThat(torch.diagnosis()).singleElement().asString().startsWith("cannot be used: ");
  }
}
