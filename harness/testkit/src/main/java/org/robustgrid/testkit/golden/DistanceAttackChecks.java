package org.robustgrid.testkit.golden;

import java.util.Arrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.attack.distance.CarliniWagner;
import org.robustgrid.numerics.attack.distance.DecoupledDirection;
import org.robustgrid.numerics.attack.distance.DeepFool;
import org.robustgrid.numerics.attack.distance.ElasticNet;
import org.robustgrid.numerics.attack.distance.FastMinimumNorm;
import org.robustgrid.numerics.attack.distance.NearestPoints;
import org.robustgrid.numerics.attack.perturbation.Blend;
import org.robustgrid.numerics.attack.perturbation.GaussianBlur;
import org.robustgrid.numerics.attack.perturbation.GaussianFilter;
import org.robustgrid.numerics.attack.perturbation.SaltAndPepper;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.NetworkClassifier;

/** Cases about attacks that look for the nearest point, or change images in one way. */
final class DistanceAttackChecks {

  private DistanceAttackChecks() {}

  private static AttackBatch batch(GoldenCase golden) {
    int[] labels = golden.integers("y");
    int[] targets = golden.flag("targeted") ? golden.integers("target") : new int[0];
    return new AttackBatch(
        new NetworkClassifier(golden.network()),
        Domain.UNIT,
        golden.array("x"),
        labels,
        targets,
        new long[labels.length],
        RandomKey.of(0));
  }

  static void deepFool(GoldenCase golden, Comparison comparison) {
    DeepFool attack =
        new DeepFool(
            Norm.of(golden.text("norm")),
            (int) golden.number("steps"),
            (int) golden.number("candidates"),
            golden.number("overshoot"));
    AttackBatch batch = batch(golden);
    nearest(golden, comparison, batch, attack.run(batch));
  }

  static void decoupledDirection(GoldenCase golden, Comparison comparison) {
    DecoupledDirection attack =
        new DecoupledDirection(
            (int) golden.number("steps"), golden.number("init_epsilon"), golden.number("gamma"));
    AttackBatch batch = batch(golden);
    nearest(golden, comparison, batch, attack.run(batch));
  }

  static void fastMinimumNorm(GoldenCase golden, Comparison comparison) {
    FastMinimumNorm attack =
        new FastMinimumNorm(
            Norm.of(golden.text("norm")),
            (int) golden.number("steps"),
            golden.number("max_stepsize"),
            golden.number("min_stepsize"),
            golden.number("gamma"),
            !golden.text("projection").equals("none"));
    AttackBatch batch = batch(golden);
    nearest(golden, comparison, batch, attack.run(batch));
  }

  static void elasticNet(GoldenCase golden, Comparison comparison) {
    ElasticNet attack =
        new ElasticNet(
            golden.text("rule").equals("en") ? ElasticNet.Rule.ELASTIC_NET : ElasticNet.Rule.L1,
            (int) golden.number("steps"),
            (int) golden.number("binary_search_steps"),
            golden.number("initial_stepsize"),
            golden.number("confidence"),
            golden.number("initial_const"),
            golden.number("regularization"),
            golden.flag("abort_early"));
    AttackBatch batch = batch(golden);
    nearest(golden, comparison, batch, attack.run(batch));
  }

  static void carliniWagner(GoldenCase golden, Comparison comparison) {
    CarliniWagner attack =
        new CarliniWagner(
            (int) golden.number("steps"),
            (int) golden.number("binary_search_steps"),
            golden.number("stepsize"),
            golden.number("confidence"),
            golden.number("initial_const"),
            golden.flag("abort_early"));
    AttackBatch batch = batch(golden);
    nearest(golden, comparison, batch, attack.run(batch));
  }

  /** The references of the two searches over a constant answer with zeros if they found nothing. */
  private static void nearest(
      GoldenCase golden, Comparison comparison, AttackBatch batch, NearestPoints found) {
    double[] points = found.points().clone();
    boolean zeros = golden.describes("initial_const");
    for (int row = 0; row < batch.rows() && zeros; row++) {
      if (Double.isInfinite(found.distances()[row])) {
        Arrays.fill(points, row * batch.length(), (row + 1) * batch.length(), 0);
      }
    }
    compare(golden, comparison, batch, points);
  }

  static void contrast(GoldenCase golden, Comparison comparison) {
    AttackBatch batch = batch(golden);
    Blend blend = Blend.towards(batch, golden.number("target_level"));
    int steps = (int) golden.number("steps");
    boolean linear = golden.text("search").equals("linear");
    compare(
        golden, comparison, batch, linear ? blend.linear(steps, steps - 1) : blend.bisected(steps));
  }

  static void blendedNoise(GoldenCase golden, Comparison comparison) {
    AttackBatch batch = batch(golden);
    int steps = (int) golden.number("steps");
    double[][] noise = golden.table("noise");
    compare(
        golden,
        comparison,
        batch,
        Blend.towardsFirst(batch, noise.length, j -> noise[j]).linear(steps, steps));
  }

  static void blur(GoldenCase golden, Comparison comparison) {
    AttackBatch batch = batch(golden);
    GaussianBlur blur = new GaussianBlur((int) golden.number("steps"), golden.number("max_sigma"));
    compare(golden, comparison, batch, blur.run(batch));
  }

  static void filter(GoldenCase golden, Comparison comparison) {
    double[] sigmas = golden.numbers("sigmas");
    for (String name : golden.names("x.")) {
      long[] shape = golden.shape(name);
      GaussianFilter filter = new GaussianFilter((int) shape[1], (int) shape[2], (int) shape[3]);
      double[] image = golden.values(name);
      double[][] blurred =
          Arrays.stream(sigmas).mapToObj(s -> filter.blur(image, s)).toArray(double[][]::new);
      String expected = "blurred." + name.substring(2);
      comparison.compare(expected, blurred, golden.values(expected));
    }
  }

  static void saltAndPepper(GoldenCase golden, Comparison comparison) {
    AttackBatch batch = batch(golden);
    double[][][] noise = golden.cube("noise");
    SaltAndPepper attack =
        new SaltAndPepper((int) golden.number("steps"), golden.flag("across_channels"));
    double[] points =
        attack.run(
            batch,
            (step, row, drawn) -> System.arraycopy(noise[step][row], 0, drawn, 0, drawn.length));
    compare(golden, comparison, batch, points);
  }

  static void inversion(GoldenCase golden, Comparison comparison) {
    AttackBatch batch = batch(golden);
    double[] inverted = Arrays.stream(batch.originals()).map(v -> 1 - v).toArray();
    compare(golden, comparison, batch, inverted);
  }

  private static void compare(
      GoldenCase golden, Comparison comparison, AttackBatch batch, double[] points) {
    StableRows stable = StableRows.of(golden);
    stable.compare(comparison, "adv", points);
    batch.attendAll();
    boolean[] adversarial = batch.adversarial(points);
    double[] flags = new double[adversarial.length];
    double[] distances = new double[adversarial.length];
    Norm norm = Norm.of(golden.text("distance"));
    for (int row = 0; row < flags.length; row++) {
      flags[row] = adversarial[row] ? 1 : 0;
      distances[row] =
          Distances.between(norm, points, batch.originals(), row * batch.length(), batch.length());
    }
    stable.compare(comparison, "adversarial", flags);
    stable.compare(comparison, "distance", distances);
  }
}
