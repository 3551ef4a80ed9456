package org.robustgrid.testkit.golden;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.energy.BoltzmannNeighbourhood;
import org.robustgrid.numerics.energy.FisherScore;
import org.robustgrid.numerics.energy.LangevinDynamics;
import org.robustgrid.numerics.loss.JointEnergy;
import org.robustgrid.numerics.loss.MarginalEnergy;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Network;

/** Cases about classifiers read as energies. */
final class EnergyChecks {

  private EnergyChecks() {}

  static void langevin(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    langevin(golden, comparison, network, "marginal.", new MarginalEnergy());
    langevin(golden, comparison, network, "joint.", new JointEnergy(golden.integers("y")));
  }

  private static void langevin(
      GoldenCase golden, Comparison comparison, Network network, String prefix, Loss energy) {
    INDArray points = golden.array("x");
    LangevinDynamics.ofStepSize(golden.number("alpha"))
        .run(
            network,
            points,
            energy,
            golden.names(prefix).size(),
            (step, noise) -> {
              double[] given = golden.values("noise." + step);
              System.arraycopy(given, 0, noise, 0, noise.length);
            },
            (step, iterate) ->
                comparison.compare(prefix + step, iterate, golden.values(prefix + step)));
  }

  static void fisher(GoldenCase golden, Comparison comparison) {
    Network network = golden.network();
    INDArray x = golden.array("x");
    double[] joint = FisherScore.joint(network, x, golden.integers("y"));
    comparison.compare("joint", joint, golden.values("joint"));
    comparison.compare("marginal", FisherScore.marginal(network, x), golden.values("marginal"));
  }

  /** The columns of the table are α_t, σ_t, u and γ_t. */
  static void boltzmann(GoldenCase golden, Comparison comparison) {
    double scale = golden.number("sigma_ce");
    for (double[] row : golden.table("table")) {
      double u = BoltzmannNeighbourhood.argument(row[0], row[1], scale);
      comparison.compare("u", u, new double[] {row[2]});
      double gamma = BoltzmannNeighbourhood.gamma(row[0], row[1], scale);
      comparison.compare("gamma", gamma, new double[] {row[3]});
    }
  }
}
