package org.robustgrid.testkit.golden;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.BoundaryResult;
import org.robustgrid.numerics.attack.BoundaryTargets;
import org.robustgrid.numerics.attack.FastAdaptiveBoundary;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.norm.HyperplaneProjection;
import org.robustgrid.spi.Domain;
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

  private static FastAdaptiveBoundary boundary(GoldenCase golden) {
    return FastAdaptiveBoundary.builder(threat(golden))
        .steps((int) golden.number("steps"))
        .largestMix(golden.number("alpha_max"))
        .overshoot(golden.number("eta"))
        .pullBack(golden.number("beta"))
        .build();
  }

  static void boundary(GoldenCase golden, Comparison comparison) {
    INDArray x = golden.array("x");
    Start start =
        golden.has("x_init") ? Start.at(golden.array("x_init")) : Start.random(RandomKey.of(0), 0);
    BoundaryResult found =
        boundary(golden)
            .run(
                new NetworkClassifier(golden.network()),
                x,
                golden.integers("y"),
                samples(x),
                start);
    StableRows rows = StableRows.of(golden);
    double[] points = HostArrays.read(found.adversarial());
    rows.compare(comparison, "adv", points);
    if (golden.has("distance")) {
      rows.compare(comparison, "distance", distances(golden, points));
    }
  }

  /** Distances from the images in the case's norm. */
  private static double[] distances(GoldenCase golden, double[] points) {
    double[] x = golden.values("x");
    double[] distances = new double[golden.integers("y").length];
    int length = x.length / distances.length;
    for (int row = 0; row < distances.length; row++) {
      distances[row] =
          Distances.between(Norm.of(golden.text("norm")), points, x, row * length, length);
    }
    return distances;
  }

  static void boundaryTargets(GoldenCase golden, Comparison comparison) {
    INDArray x = golden.array("x");
    int[] labels = golden.integers("y");
    NetworkClassifier classifier = new NetworkClassifier(golden.network());
    Start start = Start.random(RandomKey.of(0), 0);
    StableRows rows = StableRows.of(golden);
    double[][] targets = golden.table("target");
    double[][] distances = golden.table("distance");
    for (int rank = 1; rank <= targets.length; rank++) {
      int[] aims = Arrays.stream(targets[rank - 1]).mapToInt(aim -> (int) aim).toArray();
      BoundaryResult found = boundary(golden).run(classifier, x, labels, aims, samples(x), start);
      double[] points = HostArrays.read(found.adversarial());
      rows.compare(comparison, "adv." + rank, points);
      rows.compare(comparison, "distance", distances(golden, points), distances[rank - 1]);
    }
    BoundaryTargets.Result found =
        new BoundaryTargets(boundary(golden), golden.number("eps"), targets.length)
            .run(classifier, x, labels, samples(x), start);
    rows.compare(comparison, "adv", HostArrays.read(found.adversarial()));
    double[] robust = new double[labels.length];
    for (int row = 0; row < robust.length; row++) {
      robust[row] = found.robust()[row] ? 1 : 0;
    }
    rows.compare(comparison, "robust", robust);
  }

  static void hyperplane(GoldenCase golden, Comparison comparison) {
    double[][] points = golden.table("t");
    double[][] weights = golden.table("w");
    double[] offsets = golden.values("b");
    HyperplaneProjection projection =
        new HyperplaneProjection(Norm.of(golden.text("norm")), Domain.UNIT);
    double[][] ways = new double[points.length][points[0].length];
    for (int row = 0; row < points.length; row++) {
      projection.way(points[row], weights[row], -offsets[row], ways[row], 0, points[row].length);
    }
    comparison.compare("d", ways, golden.values("d"));
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
