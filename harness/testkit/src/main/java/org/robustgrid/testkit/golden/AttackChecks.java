package org.robustgrid.testkit.golden;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.BoundaryResult;
import org.robustgrid.numerics.attack.FastAdaptiveBoundary;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.NetworkClassifier;

/** Cases about attacks. */
final class AttackChecks {

  private AttackChecks() {}

  static void pgd(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    ThreatModel threat = threat(golden);
    INDArray x = golden.array("x");
    long[] samples = samples(x);
    StableRows rows = StableRows.of(golden);
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(threat)
            .stepSize(golden.number("step_size"))
            .steps((int) golden.number("steps"))
            .observer(
                (step, iterate) -> {
                  String name = step == 0 ? "x_init" : "iterate." + step;
                  rows.compare(comparison, name, HostArrays.read(iterate));
                })
            .build();
    Start start = Start.at(golden.array("x_init"));
    PgdResult found = descent.run(GradientSource.of(network), x, samples, loss(golden), start);
    rows.compare(comparison, "adv_logits", HostArrays.read(network.logits(found.iterates())));
    if (golden.has("fgsm")) {
      ProjectedGradientDescent single = ProjectedGradientDescent.builder(threat).build();
      PgdResult step =
          single.run(GradientSource.of(network), x, samples, loss(golden), Start.at(x));
      rows.compare(comparison, "fgsm", HostArrays.read(step.iterates()));
    }
  }

  static void apgd(GoldenCase golden, Comparison comparison) {
    INDArray x = golden.array("x");
    AutoProjectedGradientDescent descent =
        AutoProjectedGradientDescent.builder(threat(golden))
            .steps((int) golden.number("steps"))
            .rho(golden.number("rho"))
            .build();
    ApgdResult found =
        descent.run(
            GradientSource.of(golden.network()),
            x,
            golden.integers("y"),
            samples(x),
            loss(golden),
            Start.at(golden.array("x_init")));
    double[] robust = new double[found.robust().length];
    for (int row = 0; row < robust.length; row++) {
      robust[row] = found.robust()[row] ? 1 : 0;
    }
    StableRows rows = StableRows.of(golden);
    rows.compare(comparison, "robust", robust);
    rows.compare(comparison, "loss_best", found.bestLoss());
    rows.compare(comparison, "x_best", HostArrays.read(found.best()));
    rows.compare(comparison, "x_best_adv", HostArrays.read(found.adversarial()));
  }

  static void boundary(GoldenCase golden, Comparison comparison) {
    INDArray x = golden.array("x");
    FastAdaptiveBoundary search =
        FastAdaptiveBoundary.builder(threat(golden))
            .steps((int) golden.number("steps"))
            .largestMix(golden.number("alpha_max"))
            .overshoot(golden.number("eta"))
            .pullBack(golden.number("beta"))
            .build();
    BoundaryResult found =
        search.run(
            new NetworkClassifier(golden.network()),
            x,
            golden.integers("y"),
            samples(x),
            Start.random(RandomKey.of(0), 0));
    StableRows.of(golden).compare(comparison, "adv", HostArrays.read(found.adversarial()));
  }

  private static ThreatModel threat(GoldenCase golden) {
    return new ThreatModel(Norm.of(golden.text("norm")), golden.number("eps"));
  }

  private static Loss loss(GoldenCase golden) {
    LossKind kind = LossKind.of(golden.text("loss"));
    int[] targets = kind.targeted() ? golden.integers("target") : new int[0];
    return kind.over(golden.integers("y"), targets);
  }

  private static long[] samples(INDArray x) {
    return IntStream.range(0, Math.toIntExact(x.size(0))).asLongStream().toArray();
  }
}
