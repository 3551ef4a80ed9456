package org.robustgrid.analyses.generation;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.energy.LangevinDynamics;
import org.robustgrid.numerics.energy.LangevinNoise;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.JointEnergy;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;

/**
 * Langevin chains that lower a class's energy (Zhu et al. 2021, equations 16 and 17).
 *
 * @param energy that is descended
 * @param steps of a chain
 * @param stepSize factor of the gradient
 * @param noise standard deviation of a step's noise
 */
record LangevinChains(Energy energy, int steps, double stepSize, double noise) {

  /** Which energy is descended. */
  enum Energy {
    /** E(x, y), equation 17. */
    JOINT,
    /** E(x, y) − E(x), the cross-entropy, equation 16. */
    CONDITIONAL
  }

  /** How many places of a chain are looked at. */
  private static final int PLACES = 20;

  /**
   * What was seen on the way.
   *
   * @param step at which, counted from 0
   * @param energies of each chain
   * @param norms L2 norm of each chain's energy gradient
   */
  record Place(int step, double[] energies, double[] norms) {}

  private Loss loss(int[] targets) {
    return energy == Energy.JOINT ? new JointEnergy(targets) : new CrossEntropy(targets);
  }

  /**
   * Moves points in place.
   *
   * @param keys of the chains' noise
   * @param targets class of each chain
   */
  List<Place> run(AnalysisRequest request, INDArray points, long[] keys, int[] targets) {
    Network network = request.model().network();
    LangevinNoise drawn = LangevinNoise.keyed(request.random().with("langevin"), keys);
    LangevinDynamics dynamics = new LangevinDynamics(stepSize, noise, request.domain());
    List<Place> places = new ArrayList<>(List.of(look(network, points, 0, targets)));
    int chunk = Math.max(1, (steps + PLACES - 1) / PLACES);
    for (int from = 0; from < steps; from += chunk) {
      int first = from;
      int count = Math.min(chunk, steps - from);
      dynamics.run(
          network,
          points,
          loss(targets),
          count,
          (step, values) -> drawn.draw(first + step, values),
          (step, images) -> request.monitor().check());
      places.add(look(network, points, first + count, targets));
    }
    return places;
  }

  private Place look(Network network, INDArray points, int step, int[] targets) {
    LossGradient answer = network.lossGradient(points, loss(targets));
    double[] gradient = HostArrays.read(answer.gradient());
    int length = gradient.length / targets.length;
    double[] norms = new double[targets.length];
    for (int row = 0; row < norms.length; row++) {
      norms[row] = Distances.euclidean(gradient, row * length, length);
    }
    return new Place(step, answer.losses().clone(), norms);
  }

  /** In words. */
  String words() {
    return steps
        + " Langevin steps on "
        + (energy == Energy.JOINT ? "E(x, y)" : "E(x, y) − E(x)")
        + ", "
        + stepSize
        + " times the gradient and noise of deviation "
        + noise
        + " in each, clipped to the domain.";
  }
}
