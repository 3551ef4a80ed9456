package org.robustgrid.defenses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.network.Network;
import org.robustgrid.testkit.toy.SampleView;
import org.robustgrid.testkit.toy.StripesRequest;

/** Every family of defenses learns striped squares, trained by the engine. */
class DefensesEndToEndTest {

  @TempDir Path folder;

  static Stream<Arguments> families() {
    return Stream.of(
        arguments("pag", Map.of("targets", "nearest-neighbour", "classes-per-step", 2)),
        arguments("sbg-pag", Map.of("denoiser-epochs", 1, "denoiser-width", 2, "score-draws", 1)),
        arguments("jeat", Map.of("epsilon", 0.05, "sgld-steps", 2, "buffer-size", 50)),
        arguments("free-at", Map.of("epsilon", 0.05, "replays", 2, "epochs", 4)),
        arguments(
            "randomized-smoothing", Map.of("training", "smooth-adv", "sigma", 0.1, "epsilon", 0.3)),
        arguments("robust-distillation", Map.of("teacher", "row", "teacher-passes", 2)));
  }

  private static Network train(String id, Map<String, Object> values, StripesRequest request) {
    DefenseProvider provider =
        ServiceLoader.load(DefenseProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.descriptor().id().equals(id))
            .findFirst()
            .orElseThrow();
    return provider
        .create(Parameters.of(provider.descriptor(), new HashMap<>(values)))
        .train(request)
        .network();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("families")
  void learns_the_stripes_or_its_teacher(String id, Map<String, Object> values) {
    StripesRequest request = StripesRequest.in(folder);
    Map<String, Object> longer = new HashMap<>(values);
    longer.put("epochs", id.equals("free-at") ? 20 : 10);
    StripesRequest taught = StripesRequest.in(folder.resolve("defense"));
    if (id.equals("robust-distillation")) {
      taught = taught.taughtBy(train("standard", Map.of("epochs", 15), request));
    }
    assertThat(accuracy(train(id, longer, taught))).isGreaterThan(0.8);
  }

  private static double accuracy(Network network) {
    SampleView view = SampleView.stripes(48);
    double[] pixels = new double[48 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = view.images()[i / 64][i % 64];
    }
    INDArray images = Nd4j.createUninitialized(DataType.FLOAT, new long[] {48, 1, 8, 8}, 'c');
    HostArrays.write(pixels, images);
    double[] logits = HostArrays.read(network.logits(images));
    double correct = 0;
    for (int i = 0; i < 48; i++) {
      correct += Softmax.prediction(logits, 3 * i, 3) == view.label(i) ? 1 : 0;
    }
    return correct / 48;
  }
}
