package org.robustgrid.testkit.golden;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.expectation.ExpectationClassifier;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.DifferenceOfLogitsRatio;
import org.robustgrid.numerics.loss.NegatedLoss;
import org.robustgrid.numerics.loss.TargetClassMax;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/** Cases about the expectation of a randomised classifier. */
final class ExpectationChecks {

  private static final RandomKey DRAW = RandomKey.of(0);

  private ExpectationChecks() {}

  /** A network behind noise: draw k of a query is the case's noise k. */
  private record Noisy(Network network, double sigma, double[][] noise) implements Classifier {

    private INDArray moved(INDArray images, RandomKey draw) {
      int number = 0;
      while (!DRAW.with(number).equals(draw)) {
        number++;
      }
      double[] points = HostArrays.read(images);
      for (int i = 0; i < points.length; i++) {
        points[i] += sigma * noise[number][i];
      }
      INDArray moved = images.dup('c');
      HostArrays.write(points, moved);
      return moved;
    }

    @Override
    public long[] inputShape() {
      return network.inputShape();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public boolean randomised() {
      return true;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return network.logits(moved(images, query.draw()));
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      return network.lossGradient(moved(images, query.draw()), loss);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return Decisions.of(logits(images, query));
    }
  }

  /** A loss under another way of averaging, of which nothing but its values is known. */
  private record Averaged(Loss loss, Averaging averaging) implements Loss {

    @Override
    public double evaluate(int row, double[] logits, double[] gradient) {
      return loss.evaluate(row, logits, gradient);
    }
  }

  static void expectation(GoldenCase golden, Comparison comparison) {
    int[] labels = golden.integers("y");
    int draws = (int) golden.number("draws");
    INDArray x = golden.array("x");
    Query query = new Query(new long[labels.length], DRAW);
    Noisy noisy = new Noisy(golden.network(), golden.number("sigma"), golden.table("noise"));
    double[][] logits = golden.table("logits");
    for (int k = 0; k < draws; k++) {
      Query draw = new Query(query.samples(), DRAW.with(k));
      comparison.compare("logits of draw " + k, noisy.logits(x, draw), logits[k]);
    }
    ExpectationClassifier expected = new ExpectationClassifier(noisy, draws);
    CrossEntropy entropy = new CrossEntropy(labels);
    // the mean probability has two ways: by weighted gradients, and by a second round of draws
    compare(expected, golden, comparison, "probability", entropy);
    compare(expected, golden, comparison, "probability", averaged(entropy, "PROBABILITIES"));
    compare(expected, golden, comparison, "loss", averaged(entropy, "LOSS"));
    compare(expected, golden, comparison, "logit", averaged(entropy, "LOGITS"));
    Loss target = new NegatedLoss(new TargetClassMax(golden.integers("target")));
    compare(expected, golden, comparison, "target_logit", target);
    Loss ratio = new DifferenceOfLogitsRatio(labels);
    compare(expected, golden, comparison, "dlr_of_mean_logits", ratio);
  }

  private static Loss averaged(Loss loss, String how) {
    return new Averaged(loss, Loss.Averaging.valueOf(how));
  }

  private static void compare(
      ExpectationClassifier expected,
      GoldenCase golden,
      Comparison comparison,
      String name,
      Loss loss) {
    Query query = new Query(new long[golden.integers("y").length], DRAW);
    LossGradient found = expected.lossGradient(golden.array("x"), query, loss);
    StableRows rows = StableRows.of(golden);
    rows.compare(comparison, "loss." + name, found.losses());
    rows.compare(comparison, "input_grad." + name, HostArrays.read(found.gradient()));
  }
}
