package org.robustgrid.testkit.golden;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.loss.KullbackLeibler;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;

/** Cases about a model's logits, losses and input gradients. */
final class ModelChecks {

  private ModelChecks() {}

  static void forward(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray x = golden.array("x");
    comparison.compare("logits", network.logits(x), golden.values("logits"));
    for (String name : golden.names("loss.")) {
      LossKind kind = LossKind.of(name.substring("loss.".length()));
      int[] targets = kind.targeted() ? golden.integers("target") : new int[0];
      LossGradient answer = network.lossGradient(x, kind.over(golden.integers("y"), targets));
      comparison.compare(name, answer.losses(), golden.values(name));
      String gradient = "input_grad." + kind.id();
      comparison.compare(gradient, answer.gradient(), golden.values(gradient));
    }
  }

  static void divergence(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    KullbackLeibler loss = new KullbackLeibler(network.logits(golden.array("x")));
    LossGradient answer = network.lossGradient(golden.array("x_adv"), loss);
    comparison.compare("kl", answer.losses(), golden.values("kl"));
    comparison.compare("input_grad", answer.gradient(), golden.values("input_grad"));
  }
}
