package org.robustgrid.defenses.energy;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.IterateObserver;
import org.robustgrid.numerics.energy.LangevinDynamics;
import org.robustgrid.numerics.energy.LangevinNoise;
import org.robustgrid.numerics.loss.MarginalEnergy;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * Draws approximate samples of p(x) ∝ exp(−E(x)) by Langevin dynamics from a replay buffer (Zhu et
 * al. 2021, Algorithm 1, second block).
 */
final class LangevinSampler {

  private static final String STATE = "replay-buffer";

  private final LangevinParameters constants;
  private final ReplayBuffer buffer;
  private final int length;
  private INDArray points;
  private double[] values = {};

  LangevinSampler(LangevinParameters constants, ReplayBuffer buffer, int length) {
    this.constants = constants;
    this.buffer = buffer;
    this.length = length;
  }

  /**
   * Draws one sample for each row of a minibatch, with the network in inference mode.
   *
   * @return samples, shaped as the minibatch's images; the next call overwrites them
   */
  INDArray sample(Network network, TrainingBatch batch) {
    int rows = batch.rows();
    if (points == null || !Arrays.equals(points.shape(), batch.images().shape())) {
      points = Nd4j.createUninitialized(network.precision(), batch.images().shape(), 'c');
      values = new double[rows * length];
    }
    RandomKey random = batch.random().with("sgld");
    RandomKey[] keys = new RandomKey[rows];
    long[] samples = new long[rows];
    for (int i = 0; i < rows; i++) {
      samples[i] = batch.indices()[i];
      keys[i] = random.with("start").with(samples[i]);
    }
    int[] slots = buffer.draw(keys, constants.reinitialisation(), values);
    HostArrays.write(values, points);
    new LangevinDynamics(constants.stepSize(), constants.noise(), Domain.UNBOUNDED)
        .run(
            network,
            points,
            new MarginalEnergy(),
            constants.steps(),
            LangevinNoise.keyed(random.with("noise"), samples),
            IterateObserver.NONE);
    HostArrays.read(points, values);
    buffer.keep(slots, values);
    return points;
  }

  /** The state that a checkpoint keeps. */
  Map<String, INDArray> state() {
    return Map.of(STATE, buffer.state());
  }

  /** Restores a state returned by {@link #state}. */
  void restore(Map<String, INDArray> state) {
    buffer.restore(state.get(STATE));
  }
}
