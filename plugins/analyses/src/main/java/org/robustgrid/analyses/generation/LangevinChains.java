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
 * @param energy energy that is descended
 * @param steps number of steps of a chain
 * @param stepSize factor of the gradient in each step
 * @param noise standard deviation of the noise of each step
 */
record LangevinChains(Energy energy, int steps, double stepSize, double noise) {

  /** The energy that is descended. */
  enum Energy {
    /** E(x, y), equation 17. */
    JOINT,
    /** E(x, y) − E(x), the cross-entropy, equation 16. */
    CONDITIONAL
  }

  /** Number of places along a chain at which energies and gradients are recorded. */
  private static final int PLACES = 20;

  /**
   * The record of all chains at one step.
   *
   * @param step number of the step, counted from 0
   * @param energies energy of each chain
   * @param norms L2 norm of the energy's gradient of each chain
   */
  record Place(int step, double[] energies, double[] norms) {}

  private Loss loss(int[] targets) {
    return energy == Energy.JOINT ? new JointEnergy(targets) : new CrossEntropy(targets);
  }

  /**
   * Runs the chains and moves the points in place.
   *
   * @param keys keys of the chains' noise
   * @param targets class of each chain
   * @return records along the chains, the first at the start points, the last at the end points
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

  /** Describes the chains in a note. */
  String words() {
    return steps
        + " Langevin steps on "
        + (energy == Energy.JOINT ? "E(x, y)" : "E(x, y) − E(x)")
        + ", "
        + stepSize
        + " times the gradient and noise of standard deviation "
        + noise
        + " in each, clipped to the domain.";
  }
}
