package org.robustgrid.testkit.golden;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.generation.AscentObjective;
import org.robustgrid.numerics.generation.ClassGaussian;
import org.robustgrid.numerics.generation.Grain;
import org.robustgrid.numerics.generation.ImageAscent;
import org.robustgrid.numerics.generation.SmoothedObjective;
import org.robustgrid.numerics.generation.SmoothedScores;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.loss.TargetClassMax;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.objective.AlignmentScore;
import org.robustgrid.numerics.objective.AlignmentTargets;
import org.robustgrid.numerics.objective.GradientAlignment;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Cases about images that a classifier makes, and about how aligned its gradients are. */
final class GenerationChecks {

  private GenerationChecks() {}

  static void classGaussian(GoldenCase golden, Comparison comparison) {
    double ridge = golden.number("ridge");
    ClassGaussian gaussian = ClassGaussian.of(golden.table("images"));
    comparison.compare("mean", gaussian.mean(), golden.values("mean"));
    comparison.compare("covariance", gaussian.covariance(), golden.values("covariance"));
    double[][] normals = golden.table("normals_full");
    comparison.compare("full", gaussian.full(normals, ridge), golden.values("full"));
    comparison.compare(
        "sample_space",
        gaussian.inSampleSpace(golden.table("normals_sample"), normals, ridge),
        golden.values("sample_space"));
    comparison.compare(
        "singular_values",
        gaussian.lowRank((int) golden.number("rank")).singularValues(),
        golden.values("singular_values"));
    comparison.compare(
        "truncated", gaussian.truncated(golden.table("normals_rank")), golden.values("truncated"));
    long[] shape = golden.shape("pool_images");
    Grain grain =
        new Grain((int) shape[1], (int) shape[2], (int) shape[3], (int) golden.number("grain"));
    double[][] pooled =
        Arrays.stream(golden.table("pool_images")).map(grain::pool).toArray(double[][]::new);
    double[][] low = ClassGaussian.of(pooled).full(golden.table("pool_normals"), ridge);
    comparison.compare("pool_low", low, golden.values("pool_low"));
    double[][] fine =
        Arrays.stream(low)
            .map(image -> Arrays.stream(grain.repeat(image)).map(Domain.UNIT::clip).toArray())
            .toArray(double[][]::new);
    comparison.compare("pool_sample", fine, golden.values("pool_sample"));
  }

  static void smoothedAscent(GoldenCase golden, Comparison comparison) {
    int[] targets = golden.integers("y");
    double[][][] noise = golden.cube("noise");
    SmoothedObjective objective =
        new SmoothedObjective(
            golden.network(),
            targets,
            golden.text("loss").equals("target_class_max")
                ? SmoothedObjective.Score.LOGIT
                : SmoothedObjective.Score.PROBABILITY,
            (int) golden.number("draws"),
            (step, draw, drawn) -> System.arraycopy(noise[step][draw], 0, drawn, 0, drawn.length));
    INDArray points = golden.array("x");
    double[][] iterates = golden.table("iterate");
    double[][] values =
        new ImageAscent(golden.number("eps"), golden.number("step_size"), Domain.UNIT)
            .run(
                golden.values("x"),
                points,
                (int) golden.number("steps"),
                objective,
                (step, iterate) ->
                    comparison.compare("iterate " + step, iterate, iterates[step - 1]));
    comparison.compare("objective", values, golden.values("objective"));
  }

  static void smoothedScores(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    double[] x = golden.values("x");
    double[][] noise = golden.table("noise");
    double[][] drawn = new double[noise.length][];
    INDArray batch = golden.array("x");
    for (int draw = 0; draw < drawn.length; draw++) {
      double[] noisy = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        noisy[i] = x[i] + noise[draw][i];
      }
      HostArrays.write(noisy, batch);
      drawn[draw] = HostArrays.read(network.logits(batch));
    }
    SmoothedScores scores = SmoothedScores.of(drawn, network.classes());
    comparison.compare("soft", scores.soft(), golden.values("soft"));
    comparison.compare("count", scores.counts(), golden.values("count"));
    comparison.compare("hard", scores.hard(), golden.values("hard"));
    comparison.compare("logit", scores.logits(), golden.values("logit"));
  }

  static void targetedAscent(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    int[] targets = golden.integers("y");
    Loss loss =
        golden.text("loss").equals("target_class_max")
            ? new TargetClassMax(targets)
            : new CrossEntropy(targets);
    INDArray points = golden.array("x_init");
    double[][] iterates = golden.table("iterate");
    new ImageAscent(golden.number("eps"), golden.number("step_size"), Domain.UNIT)
        .run(
            golden.values("x"),
            points,
            (int) golden.number("steps"),
            AscentObjective.lessening(network, loss),
            (step, iterate) -> comparison.compare("iterate " + step, iterate, iterates[step - 1]));
    ends(golden, comparison, network, points, targets, "final");
  }

  static void counterfactual(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    int[] targets = golden.integers("y");
    INDArray points = golden.array("x");
    double confidence = golden.number("confidence");
    int[] steps =
        new ImageAscent(Double.POSITIVE_INFINITY, golden.number("step_size"), Domain.UNIT)
            .until(
                golden.values("x"),
                points,
                Math.log(confidence),
                (int) golden.number("max_steps"),
                AscentObjective.lessening(network, new CrossEntropy(targets)));
    comparison.compare("steps", steps, golden.values("steps"));
    double[] scores = ends(golden, comparison, network, points, targets, "x_ce");
    boolean[] reached = new boolean[scores.length];
    for (int row = 0; row < reached.length; row++) {
      reached[row] = scores[row] >= confidence;
    }
    comparison.compare("reached", reached, golden.values("reached"));
  }

  private static double[] ends(
      GoldenCase golden,
      Comparison comparison,
      Network network,
      INDArray points,
      int[] targets,
      String name) {
    comparison.compare(name, points, golden.values(name));
    double[] logits = HostArrays.read(network.logits(points));
    double[] p = new double[logits.length];
    double[] scores = new double[targets.length];
    double[] distances = new double[targets.length];
    double[] x = golden.values("x");
    double[] end = HostArrays.read(points);
    int length = x.length / targets.length;
    for (int row = 0; row < targets.length; row++) {
      Softmax.probabilities(logits, row * network.classes(), network.classes(), p);
      scores[row] = p[row * network.classes() + targets[row]];
      distances[row] = Distances.between(Norm.L2, end, x, row * length, length);
    }
    comparison.compare("score", scores, golden.values("score"));
    comparison.compare("distance", distances, golden.values("distance"));
    return scores;
  }

  static void alignment(GoldenCase golden, Comparison comparison) {
    alignment(golden, comparison, "logit", GradientAlignment.Of.LOGITS);
    alignment(golden, comparison, "log_prob", GradientAlignment.Of.LOG_PROBABILITIES);
  }

  private static void alignment(
      GoldenCase golden, Comparison comparison, String name, GradientAlignment.Of of) {
    Network network = golden.network();
    int classes = network.classes();
    double[] targets = golden.values("target_gradients");
    double[] gradients = new double[targets.length];
    int rows = Math.toIntExact(golden.shape("x")[0]);
    int length = targets.length / (rows * classes);
    try (Pass pass = network.forward(golden.array("x"), golden.mode(), RandomKey.of(0))) {
      for (int target = 0; target < classes; target++) {
        double[] one = HostArrays.read(new GradientAlignment(of).inputGradient(pass, target));
        for (int row = 0; row < rows; row++) {
          System.arraycopy(one, row * length, gradients, (row * classes + target) * length, length);
        }
      }
    }
    AlignmentScore score = AlignmentScore.of(gradients, targets, rows, classes);
    comparison.compare("gradient." + name, gradients, golden.values("gradient." + name));
    comparison.compare("cosine." + name, score.cosines(), golden.values("cosine." + name));
    comparison.compare(
        "class_mean." + name, score.classMeans(), golden.values("class_mean." + name));
    comparison.compare("mean." + name, score.mean(), golden.values("mean." + name));
    comparison.compare(
        "true_mean." + name, score.mean(golden.integers("y")), golden.values("true_mean." + name));
  }

  static void alignmentTargets(GoldenCase golden, Comparison comparison) {
    double[][] x = golden.table("x");
    double[][][] pool = golden.cube("pool");
    double[][][] one = new double[x.length][pool.length][];
    double[][][] means = new double[x.length][pool.length][];
    double[][][] nearest = new double[x.length][pool.length][];
    int[] indices = new int[x.length * pool.length];
    for (int i = 0; i < x.length; i++) {
      for (int target = 0; target < pool.length; target++) {
        int index = AlignmentTargets.nearest(x[i], pool[target]);
        indices[i * pool.length + target] = index;
        one[i][target] = AlignmentTargets.difference(pool[target][0], x[i]);
        means[i][target] = AlignmentTargets.difference(AlignmentTargets.mean(pool[target]), x[i]);
        nearest[i][target] = AlignmentTargets.difference(pool[target][index], x[i]);
      }
    }
    comparison.compare("one_image", one, golden.values("one_image"));
    comparison.compare("class_mean", means, golden.values("class_mean"));
    comparison.compare("nearest_index", indices, golden.values("nearest_index"));
    comparison.compare("nearest", nearest, golden.values("nearest"));
  }
}
