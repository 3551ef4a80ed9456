package org.robustgrid.testkit.golden;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.attack.DiversifiedStart;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.MomentumDescent;
import org.robustgrid.numerics.attack.MultiTargeted;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.loss.NegatedLoss;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.NetworkClassifier;

/** Cases about variants of projected gradient descent. */
final class IterativeAttackChecks {

  private IterativeAttackChecks() {}

  private static ThreatModel threat(GoldenCase golden) {
    return new ThreatModel(Norm.of(golden.text("norm")), golden.number("eps"));
  }

  private static FeasibleSet feasible(GoldenCase golden) {
    return new FeasibleSet(threat(golden), Domain.UNIT, golden.precision());
  }

  static void momentum(GoldenCase golden, Comparison comparison) {
    int[] labels = golden.integers("y");
    MomentumDescent descent =
        new MomentumDescent(
            feasible(golden),
            golden.number("step_size"),
            (int) golden.number("steps"),
            golden.number("decay"),
            golden.text("variant").equals("nesterov"),
            switch (golden.text("accumulate")) {
              case "l1" -> MomentumDescent.Accumulation.L1;
              case "l1-mean" -> MomentumDescent.Accumulation.MEAN;
              case "sign" -> MomentumDescent.Accumulation.SIGN;
              default -> MomentumDescent.Accumulation.L2;
            });
    AttackBatch batch =
        new AttackBatch(
            new NetworkClassifier(golden.network()),
            Domain.UNIT,
            golden.array("x"),
            labels,
            new int[0],
            new long[labels.length],
            RandomKey.of(0));
    StableRows rows = StableRows.of(golden);
    double[] last =
        descent.run(
            batch,
            (step, points) -> {
              if (golden.has("iterate." + step)) {
                rows.compare(comparison, "iterate." + step, points);
              }
            });
    rows.compare(comparison, "adv", last);
  }

  static void basicIterative(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    int[] labels = golden.integers("y");
    boolean targeted = golden.flag("targeted");
    Loss loss =
        targeted
            ? new NegatedLoss(new CrossEntropy(golden.integers("target")))
            : new CrossEntropy(labels);
    PgdResult found =
        ProjectedGradientDescent.builder(threat(golden))
            .stepSize(golden.number("rel_stepsize") * golden.number("eps"))
            .steps((int) golden.number("steps"))
            .build()
            .run(
                GradientSource.of(network),
                golden.array("x"),
                new long[labels.length],
                loss,
                Start.at(golden.array("x")));
    double[] logits = HostArrays.read(network.logits(found.iterates()));
    double[] adversarial = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      int prediction = Softmax.prediction(logits, row * network.classes(), network.classes());
      boolean wanted =
          targeted ? prediction == golden.integers("target")[row] : prediction != labels[row];
      adversarial[row] = wanted ? 1 : 0;
    }
    StableRows rows = StableRows.of(golden);
    rows.compare(comparison, "adv", HostArrays.read(found.iterates()));
    rows.compare(comparison, "adversarial", adversarial);
  }

  static void multiTargeted(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray x = golden.array("x");
    int[] labels = golden.integers("y");
    double[][] given = golden.table("starts");
    Start[] starts = new Start[given.length];
    for (int r = 0; r < starts.length; r++) {
      INDArray points = x.dup('c');
      HostArrays.write(given[r], points);
      starts[r] = Start.at(points);
    }
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(threat(golden))
            .stepSize(golden.number("step_size"))
            .steps((int) golden.number("steps"))
            .build();
    MultiTargeted.Result found =
        new MultiTargeted(descent)
            .run(GradientSource.of(network), x, labels, new long[labels.length], starts);
    StableRows rows = StableRows.of(golden);
    double[] robust = new double[labels.length];
    double[] best = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      robust[row] = found.robust(row) ? 1 : 0;
      best[row] = found.best()[row];
    }
    for (int r = 0; r < starts.length; r++) {
      rows.compare(comparison, "final." + (r + 1), found.finals()[r]);
    }
    rows.compare(
        comparison,
        "margin",
        Arrays.stream(found.margins()).flatMapToDouble(Arrays::stream).toArray());
    rows.compare(comparison, "best", best);
    rows.compare(comparison, "robust", robust);
    rows.compare(comparison, "adv", found.points());
  }

  static void diversifiedStart(GoldenCase golden, Comparison comparison) {
    GradientSource source = GradientSource.of(golden.network());
    int[] labels = golden.integers("y");
    long[] samples = new long[labels.length];
    DiversifiedStart odi =
        new DiversifiedStart(
            feasible(golden), (int) golden.number("odi_steps"), golden.number("odi_step_size"));
    INDArray points = golden.array("x_init");
    double[][] weights = golden.table("weights");
    Start start = Start.random(RandomKey.of(0), 0);
    StableRows rows = StableRows.of(golden);
    rows.compare(comparison, "direction", odi.direction(source, points, samples, weights, start));
    odi.diversify(
        source,
        golden.values("x"),
        points,
        samples,
        weights,
        start,
        (step, iterate) -> rows.compare(comparison, "odi." + step, HostArrays.read(iterate)));
    Loss loss = LossKind.of(golden.text("loss")).over(labels, new int[0]);
    PgdResult found =
        ProjectedGradientDescent.builder(threat(golden))
            .stepSize(golden.number("step_size"))
            .steps((int) golden.number("steps"))
            .build()
            .run(source, golden.array("x"), samples, loss, Start.at(points));
    rows.compare(comparison, "adv", HostArrays.read(found.iterates()));
  }
}
