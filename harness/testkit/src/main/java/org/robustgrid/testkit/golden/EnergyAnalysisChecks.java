package org.robustgrid.testkit.golden;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.energy.Energies;
import org.robustgrid.numerics.energy.EnergyPlane;
import org.robustgrid.numerics.energy.FisherScore;
import org.robustgrid.numerics.energy.LangevinDynamics;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.JointEnergy;
import org.robustgrid.numerics.loss.MarginalEnergy;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.numerics.summary.Moments;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Cases about what is read from energies: values, planes, changes, chains and Fisher scores. */
final class EnergyAnalysisChecks {

  private EnergyAnalysisChecks() {}

  static void energy(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray x = golden.array("x");
    int classes = network.classes();
    double[] logits = HostArrays.read(network.logits(x));
    double[] marginal = Energies.marginal(logits, classes);
    double[] joint = Arrays.stream(logits).map(z -> -z).toArray();
    double[] difference = new double[joint.length];
    for (int i = 0; i < joint.length; i++) {
      difference[i] = joint[i] - marginal[i / classes];
    }
    comparison.compare("energy_xy", joint, golden.values("energy_xy"));
    comparison.compare("energy_x", marginal, golden.values("energy_x"));
    comparison.compare("cross_entropy", difference, golden.values("cross_entropy"));
    comparison.compare(
        "gradient",
        network.lossGradient(x, new MarginalEnergy()).gradient(),
        golden.values("gradient"));
  }

  static void contour(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    EnergyPlane plane =
        EnergyPlane.spanned(golden.values("x"), golden.values("raw_1"), golden.values("raw_2"));
    comparison.compare("direction_1", plane.first(), golden.values("direction_1"));
    comparison.compare("direction_2", plane.second(), golden.values("direction_2"));
    double[] a = golden.values("a");
    double[] b = golden.values("b");
    long[] shape = golden.shape("x");
    long[] batch = new long[shape.length + 1];
    batch[0] = b.length;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    double[][] joint = new double[a.length][];
    double[][] marginal = new double[a.length][];
    int[] labels = new int[b.length];
    Arrays.fill(labels, (int) golden.number("y"));
    for (int i = 0; i < a.length; i++) {
      double[] points = new double[b.length * plane.image().length];
      for (int j = 0; j < b.length; j++) {
        double[] point = plane.at(a[i], b[j]);
        System.arraycopy(point, 0, points, j * point.length, point.length);
      }
      INDArray images = Nd4j.createUninitialized(golden.precision(), batch.clone(), 'c');
      HostArrays.write(points, images);
      double[] logits = HostArrays.read(network.logits(images));
      joint[i] = Energies.joint(logits, labels);
      marginal[i] = Energies.marginal(logits, network.classes());
    }
    comparison.compare("energy_xy", joint, golden.values("energy_xy"));
    comparison.compare("energy_x", marginal, golden.values("energy_x"));
  }

  static void change(GoldenCase golden, Comparison comparison) {
    Network before = golden.network();
    Network after = golden.network("updated.");
    int[] labels = golden.integers("y");
    INDArray x = golden.array("x");
    INDArray attacked = golden.array("x_adv");
    double[] clean = HostArrays.read(before.logits(x));
    double[] moved = HostArrays.read(before.logits(attacked));
    double[] trained = HostArrays.read(after.logits(attacked));
    int classes = before.classes();
    double[] joint = Energies.joint(moved, labels);
    double[] marginal = Energies.marginal(moved, classes);
    change(golden, comparison, "delta_x.xy", joint, Energies.joint(clean, labels));
    change(golden, comparison, "delta_x.x", marginal, Energies.marginal(clean, classes));
    change(golden, comparison, "delta_theta.xy", Energies.joint(trained, labels), joint);
    change(golden, comparison, "delta_theta.x", Energies.marginal(trained, classes), marginal);
    INDArray gradient = Nd4j.zeros(before.precision(), before.parameterCount());
    try (Pass pass = before.forward(attacked, golden.mode(), RandomKey.of(0))) {
      double loss = MeanLoss.accumulate(pass, new CrossEntropy(labels), 1, gradient);
      comparison.compare("loss", loss, golden.values("loss"));
    }
    double rate = golden.number("learning_rate");
    ModelJson.parameterGradients(before, gradient)
        .forEach(
            (name, slope) -> {
              double[] weights = golden.values(ModelJson.PREFIX + name);
              double[] slopes = HostArrays.read(slope);
              for (int i = 0; i < weights.length; i++) {
                weights[i] -= rate * slopes[i];
              }
              comparison.compare("updated." + name, weights, golden.values("updated." + name));
            });
  }

  private static void change(
      GoldenCase golden, Comparison comparison, String name, double[] after, double[] before) {
    double[] change = new double[after.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = after[i] - before[i];
    }
    comparison.compare(name, change, golden.values(name));
    Moments moments = Moments.of(change);
    comparison.compare("mean." + name, moments.mean(), golden.values("mean." + name));
    comparison.compare("variance." + name, moments.variance(), golden.values("variance." + name));
  }

  static void generation(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    int[] labels = golden.integers("y");
    double eta = golden.number("eta");
    LangevinDynamics plain = LangevinDynamics.ofStepSize(eta);
    chain(golden, comparison, "conditional", network, plain, new CrossEntropy(labels));
    chain(golden, comparison, "joint", network, plain, new JointEnergy(labels));
    LangevinDynamics clipped = new LangevinDynamics(eta / 2, Math.sqrt(eta), Domain.UNIT);
    chain(golden, comparison, "joint_clipped", network, clipped, new JointEnergy(labels));
    LangevinDynamics decoupled =
        new LangevinDynamics(golden.number("step_size"), golden.number("noise_sd"), Domain.UNIT);
    chain(golden, comparison, "decoupled", network, decoupled, new JointEnergy(labels));
    norms(golden, comparison, network, "norm_xy", new JointEnergy(labels));
    norms(golden, comparison, network, "norm_x", new MarginalEnergy());
  }

  private static void chain(
      GoldenCase golden,
      Comparison comparison,
      String name,
      Network network,
      LangevinDynamics dynamics,
      Loss energy) {
    double[][] noise = golden.table("noise");
    dynamics.run(
        network,
        golden.array("x_init"),
        energy,
        noise.length,
        (step, drawn) -> System.arraycopy(noise[step], 0, drawn, 0, drawn.length),
        (step, iterate) ->
            comparison.compare(name + "." + step, iterate, golden.values(name + "." + step)));
  }

  /** Gradient norms at the iterates of the joint chain, the start first. */
  private static void norms(
      GoldenCase golden, Comparison comparison, Network network, String name, Loss energy) {
    int steps = golden.table("noise").length;
    double[][] norms = new double[steps][];
    double[] means = new double[steps];
    double[] variances = new double[steps];
    for (int step = 0; step < steps; step++) {
      INDArray points = golden.array(step == 0 ? "x_init" : "joint." + step);
      double[] gradient = HostArrays.read(network.lossGradient(points, energy).gradient());
      norms[step] = norms(gradient, Math.toIntExact(points.size(0)));
      Moments moments = Moments.of(norms[step]);
      means[step] = moments.mean();
      variances[step] = moments.variance();
    }
    comparison.compare(name, norms, golden.values(name));
    comparison.compare(name + ".mean", means, golden.values(name + ".mean"));
    comparison.compare(name + ".variance", variances, golden.values(name + ".variance"));
  }

  private static double[] norms(double[] gradient, int rows) {
    int length = gradient.length / rows;
    double[] norms = new double[rows];
    for (int row = 0; row < rows; row++) {
      norms[row] = Distances.euclidean(gradient, row * length, length);
    }
    return norms;
  }

  static void fisher(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray x = golden.array("x");
    int[] labels = golden.integers("y");
    fisher(
        golden,
        comparison,
        "joint",
        FisherScore.joint(network, x, labels),
        new JointEnergy(labels));
    fisher(golden, comparison, "marginal", FisherScore.marginal(network, x), new MarginalEnergy());
    if (golden.flag("piecewise_linear")) {
      comparison.compare(
          "joint in closed form",
          FisherScore.jointOfPiecewiseLinear(network, x, labels),
          golden.values("joint"));
      comparison.compare(
          "marginal in closed form",
          FisherScore.marginalOfPiecewiseLinear(network, x),
          golden.values("marginal"));
    }
  }

  private static void fisher(
      GoldenCase golden, Comparison comparison, String name, double[] scores, Loss energy) {
    Network network = golden.network();
    comparison.compare(name, scores, golden.values(name));
    comparison.compare("mean." + name, Moments.of(scores).mean(), golden.values("mean." + name));
    double[] gradient = HostArrays.read(network.lossGradient(golden.array("x"), energy).gradient());
    double[] norms = norms(gradient, scores.length);
    double[] traces = new double[scores.length];
    for (int row = 0; row < traces.length; row++) {
      traces[row] = 0.5 * norms[row] * norms[row] - scores[row];
    }
    comparison.compare("gradient_norm." + name, norms, golden.values("gradient_norm." + name));
    // where the trace is 0, rounding has no scale to be relative to
    if (golden.precision() == DataType.DOUBLE) {
      comparison.compare("trace." + name, traces, golden.values("trace." + name));
    }
  }
}
