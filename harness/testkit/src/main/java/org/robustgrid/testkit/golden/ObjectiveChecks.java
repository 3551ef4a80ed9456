package org.robustgrid.testkit.golden;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.LogitDistance;
import org.robustgrid.numerics.loss.SoftenedDivergence;
import org.robustgrid.numerics.objective.GradientAlignment;
import org.robustgrid.numerics.objective.JointEnergyObjective;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.numerics.objective.TradesObjective;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Cases about training objectives and their parameter gradients. */
final class ObjectiveChecks {

  private ObjectiveChecks() {}

  static void alignment(GoldenCase golden, Comparison comparison) {
    GradientAlignment alignment =
        new GradientAlignment(
            switch (golden.text("gradient_of")) {
              case "logit" -> GradientAlignment.Of.LOGITS;
              case "log_prob" -> GradientAlignment.Of.LOG_PROBABILITIES;
              default ->
                  throw new DataException(
                      "unknown gradient_of '" + golden.text("gradient_of") + "'");
            });
    double lambda = golden.number("lambda");
    Network network = golden.network();
    INDArray gradient = zeros(network);
    int[] classes = IntStream.range(0, network.classes()).toArray();
    try (Pass pass = open(golden, network, "x")) {
      double[] expected = golden.values("input_gradients");
      comparison.compare("input_gradients", inputGradients(pass, alignment, classes), expected);
      double ce = MeanLoss.accumulate(pass, new CrossEntropy(golden.integers("y")), 1, gradient);
      double[] losses =
          alignment.accumulate(pass, classes, golden.array("target_gradients"), lambda, gradient);
      double mean = Arrays.stream(losses).sum() / losses.length;
      comparison.compare("ce", ce, golden.values("ce"));
      comparison.compare("pag_per_sample", losses, golden.values("pag_per_sample"));
      comparison.compare("loss", ce + lambda * mean, golden.values("loss"));
    }
    compareGradients(golden, comparison, network, gradient, "grad.");
  }

  private static double[] inputGradients(Pass pass, GradientAlignment alignment, int[] classes) {
    double[] all = {};
    int rows = Math.toIntExact(pass.logits().size(0));
    for (int target : classes) {
      double[] one = HostArrays.read(alignment.inputGradient(pass, target));
      int length = one.length / rows;
      if (all.length == 0) {
        all = new double[one.length * classes.length];
      }
      for (int row = 0; row < rows; row++) {
        int there = (row * classes.length + target) * length;
        System.arraycopy(one, row * length, all, there, length);
      }
    }
    return all;
  }

  static void trades(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray gradient = zeros(network);
    TradesObjective objective = new TradesObjective(golden.number("beta"));
    try (Pass clean = open(golden, network, "x");
        Pass adversarial = open(golden, network, "x_adv")) {
      TradesObjective.Value value =
          objective.accumulate(clean, adversarial, golden.integers("y"), gradient);
      comparison.compare("kl", value.divergences(), golden.values("kl"));
      comparison.compare("loss", value.loss(), golden.values("loss"));
    }
    compareGradients(golden, comparison, network, gradient, "grad.");
  }

  static void distillation(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray teacher = golden.array("teacher_logits");
    distill(golden, comparison, network, "l1", new LogitDistance(teacher));
    double temperature = golden.number("temperature");
    distill(golden, comparison, network, "kl", new SoftenedDivergence(teacher, temperature));
  }

  private static void distill(
      GoldenCase golden, Comparison comparison, Network network, String name, Loss loss) {
    INDArray gradient = zeros(network);
    try (Pass pass = open(golden, network, "x")) {
      double value = MeanLoss.accumulate(pass, loss, 1, gradient);
      comparison.compare("loss." + name, value, golden.values("loss." + name));
    }
    compareGradients(golden, comparison, network, gradient, name + ".grad.");
  }

  static void jointEnergy(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray gradient = zeros(network);
    try (Pass adversarial = open(golden, network, "x_adv");
        Pass sampled = open(golden, network, "x_sgld")) {
      JointEnergyObjective.Value value =
          JointEnergyObjective.accumulate(adversarial, sampled, golden.integers("y"), gradient);
      comparison.compare("loss.class", value.classTerm(), golden.values("loss.class"));
      comparison.compare("loss.marginal", value.marginalTerm(), golden.values("loss.marginal"));
      comparison.compare("loss", value.loss(), golden.values("loss"));
    }
    compareGradients(golden, comparison, network, gradient, "grad.");
  }

  private static Pass open(GoldenCase golden, Network network, String images) {
    return network.forward(golden.array(images), golden.mode(), RandomKey.of(0));
  }

  private static INDArray zeros(Network network) {
    return Nd4j.zeros(network.precision(), network.parameterCount());
  }

  private static void compareGradients(
      GoldenCase golden, Comparison comparison, Network network, INDArray gradient, String prefix) {
    Map<String, INDArray> gradients = ModelJson.parameterGradients(network, gradient);
    for (Map.Entry<String, INDArray> entry : gradients.entrySet()) {
      String name = prefix + entry.getKey();
      comparison.compare(name, entry.getValue(), golden.values(name));
    }
    for (String name : golden.names(prefix)) {
      if (!gradients.containsKey(name.substring(prefix.length()))) {
        comparison.fail("the model has no parameter for " + name);
      }
    }
  }
}
