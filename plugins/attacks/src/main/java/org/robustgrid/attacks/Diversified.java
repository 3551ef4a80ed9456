package org.robustgrid.attacks;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.DiversifiedStart;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.IterateObserver;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * The starts of runs, with optional output-diversified initialisation (Tashiro et al. 2020).
 *
 * @param steps steps of output-diversified initialisation; 0 leaves starts unchanged
 * @param drawn whether a start is random; otherwise it is the original
 */
record Diversified(int steps, boolean drawn) {

  /**
   * Computes the start of a run on some rows.
   *
   * @throws StoppedException if the harness stops the attack
   */
  Start start(AttackRequest request, Start plain, Survivors survivors, int[] rows) {
    if (steps == 0) {
      return plain;
    }
    INDArray images = survivors.images(rows);
    long[] samples = survivors.samples(rows);
    FeasibleSet feasible =
        new FeasibleSet(request.threatModel(), request.domain(), images.dataType());
    double[] center = HostArrays.read(images);
    INDArray points = plain.given().orElse(images).dup('c');
    double[] point = HostArrays.read(points);
    RandomKey key = plain.random().with("odi").with(plain.restart());
    double[][] weights = new double[rows.length][request.classifier().classes()];
    int length = point.length / rows.length;
    for (int row = 0; row < rows.length; row++) {
      RandomStream mix = key.with("weights").with(samples[row]).stream();
      for (int k = 0; k < weights[row].length; k++) {
        weights[row][k] = mix.nextDouble(-1, 1);
      }
      if (drawn && plain.given().isEmpty()) {
        RandomStream noise = key.with("start").with(samples[row]).stream();
        feasible.ball().drawInside(noise, center, point, row * length, length);
      }
      feasible.settle(center, point, row * length, length);
    }
    HostArrays.write(point, points);
    new DiversifiedStart(feasible, steps, request.threatModel().epsilon())
        .diversify(
            GradientSource.of(request.classifier()),
            center,
            points,
            samples,
            weights,
            Start.random(key, plain.restart()),
            IterateObserver.NONE);
    return new Start(plain.random(), plain.restart(), Optional.of(points));
  }
}
