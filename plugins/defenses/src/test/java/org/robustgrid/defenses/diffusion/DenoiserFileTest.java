package org.robustgrid.defenses.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.numerics.diffusion.DenoiserShape;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.StripesRequest;

class DenoiserFileTest {

  @TempDir Path folder;

  private static ScoreParameters parameters(Path file, int draws) {
    return new ScoreParameters(0.5, List.of(), draws, 1, 2, Optional.ofNullable(file));
  }

  @Test
  void gradients_are_made_once_for_the_same_denoiser() {
    StripesRequest request = StripesRequest.in(folder);
    Path first = parameters(null, 1).artifacts(request).gradients();
    assertThat(first).hasSize(44L * 3 * 64 * Float.BYTES);
    assertThat(parameters(null, 1).artifacts(request).gradients()).isEqualTo(first);
    assertThat(parameters(null, 2).artifacts(request).gradients()).isNotEqualTo(first);
    assertThat(folder.resolve("artifacts/denoiser").toFile().list())
        .as("draws do not change the denoiser")
        .hasSize(1);
  }

  @Test
  void a_saved_denoiser_is_taken_as_it_is() throws Exception {
    StripesRequest request = StripesRequest.in(folder);
    DenoiserShape shape = new DenoiserShape(new long[] {1, 8, 8}, 3);
    Network denoiser = request.newNetwork(DenoiserNetwork.configuration(shape, 2, 5));
    Path file = folder.resolve("denoiser.zip");
    request.saveNetwork(denoiser, file);
    Path gradients = parameters(file, 1).artifacts(request).gradients();
    assertThat(Files.size(gradients)).isEqualTo(44L * 3 * 64 * Float.BYTES);
    assertThat(folder.resolve("artifacts/denoiser")).doesNotExist();
  }

  @Test
  void a_file_of_another_shape_is_refused() {
    StripesRequest request = StripesRequest.in(folder);
    Path file = folder.resolve("classifier.zip");
    request.saveNetwork(request.newNetwork(), file);
    assertThatThrownBy(() -> parameters(file, 1).artifacts(request).gradients())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("maps [1, 8, 8] to 3 numbers, expected a denoiser from [6, 8, 8]");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(
            () ->
                parameters(folder.resolve("gone.zip"), 1)
                    .artifacts(StripesRequest.in(folder))
                    .gradients())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("(parameter 'denoiser-file')");
  }

  /** The request with some methods of its own, by name. */
  private static DefenseRequest with(
      StripesRequest request, Map<String, Function<Object[], Object>> methods) {
    return (DefenseRequest)
        Proxy.newProxyInstance(
            DefenseRequest.class.getClassLoader(),
            new Class<?>[] {DefenseRequest.class},
            (proxy, method, arguments) ->
                methods.containsKey(method.getName())
                    ? methods.get(method.getName()).apply(arguments)
                    : method.invoke(request, arguments));
  }

  /** The network, which counts how often it is closed. */
  private static Network counted(Network network, AtomicInteger closed) {
    return (Network)
        Proxy.newProxyInstance(
            Network.class.getClassLoader(),
            new Class<?>[] {Network.class},
            (proxy, method, arguments) -> {
              if ("close".equals(method.getName())) {
                closed.incrementAndGet();
              }
              return method.invoke(network, arguments);
            });
  }

  @Test
  void a_refused_denoiser_is_closed() {
    StripesRequest request = StripesRequest.in(folder);
    Path file = folder.resolve("classifier.zip");
    request.saveNetwork(request.newNetwork(), file);
    AtomicInteger closed = new AtomicInteger();
    DefenseRequest counting =
        with(request, Map.of("loadNetwork", a -> counted(request.newNetwork(), closed)));
    ScoreArtifacts artifacts = parameters(file, 1).artifacts(counting);
    assertThatThrownBy(artifacts::denoiser).isInstanceOf(DataException.class);
    assertThat(closed).hasValue(1);
  }

  @Test
  void the_trained_denoiser_is_closed_when_it_is_saved() {
    StripesRequest request = StripesRequest.in(folder);
    List<Network> created = new ArrayList<>();
    AtomicInteger closed = new AtomicInteger();
    // the engine saves and trains its own networks only
    Trainer inner = request.trainer("denoiser");
    DefenseRequest counting =
        with(
            request,
            Map.of(
                "newNetwork",
                a -> {
                  created.add(request.newNetwork((ComputationGraphConfiguration) a[0]));
                  return counted(created.get(0), closed);
                },
                "trainer",
                a ->
                    (Trainer)
                        (network, settings, step) -> inner.train(created.get(0), settings, step),
                "saveNetwork",
                a -> {
                  assertThat(closed).hasValue(0);
                  request.saveNetwork(created.get(0), (Path) a[1]);
                  return null;
                }));
    parameters(null, 1).artifacts(counting).denoiser().close();
    assertThat(closed).hasValue(1);
  }

  @Test
  void the_training_data_are_hashed_once() {
    StripesRequest request = StripesRequest.in(folder);
    AtomicInteger read = new AtomicInteger();
    DefenseRequest counting =
        with(
            request,
            Map.of(
                "training",
                a -> {
                  read.incrementAndGet();
                  return request.training();
                }));
    ScoreArtifacts artifacts = parameters(null, 1).artifacts(counting);
    artifacts.gradients();
    int before = read.get();
    artifacts.gradients();
    artifacts.denoiser().close();
    assertThat(read).hasValue(before);
  }
}
