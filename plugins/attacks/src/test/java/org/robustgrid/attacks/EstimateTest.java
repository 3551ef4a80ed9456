package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.testkit.toy.ConstantClassifier;

/** The estimate of an attack equals the passes that it takes on a sample that is never broken. */
class EstimateTest {

  private static final int CLASSES = 6;
  private static final long[] SHAPE = {1, 6, 6};

  /** Counts the passes of one sample. */
  private static final class Counter implements Classifier {
    private final Classifier classifier;
    private final AtomicLong forward = new AtomicLong();
    private final AtomicLong backward = new AtomicLong();

    Counter(Classifier classifier) {
      this.classifier = classifier;
    }

    @Override
    public long[] inputShape() {
      return classifier.inputShape();
    }

    @Override
    public int classes() {
      return classifier.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      forward.incrementAndGet();
      return classifier.logits(images, query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      forward.incrementAndGet();
      backward.incrementAndGet();
      return classifier.lossGradient(images, query, loss);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      forward.incrementAndGet();
      return classifier.decisions(images, query);
    }
  }

  private static AttackProvider provider(String id) {
    return ServiceLoader.load(AttackProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.descriptor().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> parameters(AttackProvider provider, String given) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (String one : given == null ? new String[0] : given.split(" ")) {
      String[] parts = one.split("=");
      Object value =
          switch (parts[1]) {
            case "true", "false" -> Boolean.valueOf(parts[1]);
            default -> parts[1].matches("\\d+") ? (Object) Integer.valueOf(parts[1]) : parts[1];
          };
      parameters.put(parts[0], value);
    }
    return parameters;
  }

  @ParameterizedTest
  @CsvSource({
    "deepfool, l2, steps=7",
    "deepfool, linf, steps=7 candidates=3",
    "ddn, l2, steps=9",
    "fmn, linf, steps=9",
    "fmn, l0, steps=9",
    "ead, l1, steps=8 binary-search-steps=3 abort-early=false",
    "carlini-wagner, l2, steps=8 binary-search-steps=3 abort-early=false",
    "salt-and-pepper, l2, steps=12",
    "contrast, l2, steps=12",
    "contrast, l2, steps=12 search=bisection",
    "gaussian-blur, l2, steps=12",
    "blended-noise, l2, steps=12 directions=5",
    "inversion, l2, ",
    "mi-fgsm, linf, steps=6",
    "ni-fgsm, l2, steps=6",
    "multi-targeted, linf, steps=6 restarts=2",
    "apgd-ce, l2, steps=6 restarts=2",
    "apgd-dlr, linf, steps=6",
    "apgd, linf, steps=6 restarts=2 odi-steps=2",
    "apgd, l2, steps=6 loss=cw",
    "apgd-malt, linf, steps=6 targets=2 candidates=4",
    "apgd-t, linf, steps=6 restarts=2",
    "apgd-t, l2, steps=6 targets=3",
    "fab-t, linf, steps=6 restarts=2",
    "fab-t, l1, steps=6 targets=3",
    "fgsm, linf, ",
    "energy, linf, steps=6",
    "fab, l2, steps=6 restarts=2",
    "pgd, linf, steps=6 odi-steps=2",
    "square, linf, queries=20",
    "square, l2, queries=20 schedule=autoattack",
    "autoattack, linf, steps=6 queries=20",
    "autoattack, l2, steps=6 queries=20 version=plus",
    "autoattack, linf, steps=6 version=rand",
    "nes, linf, steps=3 samples=6",
    "spsa, l2, steps=3 pairs=4",
  })
  void an_estimate_agrees_with_the_passes_that_are_taken(String id, String norm, String given) {
    AttackProvider provider = provider(id);
    Parameters parameters = Parameters.of(provider.descriptor(), parameters(provider, given));
    Counter counter =
        new Counter(new ConstantClassifier(new double[] {9, 1, 2, 3, 4, 5}, 0.1, SHAPE));
    Goal goal =
        provider.descriptor().supports(Norm.of(norm), Goal.Kind.UNTARGETED)
            ? Goal.untargeted()
            : Goal.minimumDistance();
    provider
        .create(parameters)
        .run(
            AttackRequest.builder()
                .classifier(counter)
                .images(Nd4j.valueArrayOf(new long[] {1, 1, 6, 6}, 0.5, DataType.FLOAT))
                .labels(0)
                .samples(4)
                .goal(goal)
                .threatModel(
                    goal.kind() == Goal.Kind.UNTARGETED
                        ? new ThreatModel(Norm.of(norm), 1)
                        : ThreatModel.unbounded(Norm.of(norm)))
                .build());
    DataDescription data =
        DataDescription.builder()
            .inputShape(SHAPE)
            .classNames(Collections.nCopies(CLASSES, "c"))
            .trainingSamples(new int[CLASSES])
            .build();
    assertThat(new Passes(counter.forward.get(), counter.backward.get()))
        .isEqualTo(provider.estimate(parameters, data));
  }
}
