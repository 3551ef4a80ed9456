package org.robustgrid.attacks.malt;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.RankedTargets;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Query;

/**
 * MALT (Melamed, Yehudai and Shamir 2024): APGD on the targeted difference of logits ratio towards
 * the nearest classes of the image in turn, each on the survivors. Any misclassification counts as
 * success.
 *
 * @param steps steps per run
 * @param targets number of target classes; all candidates if there are fewer
 * @param candidates number of classes, those of the largest logits, among which the nearest are
 *     chosen
 * @param rho the fraction of loss-increasing steps below which the step size is halved
 */
record MaltAttack(int steps, int targets, int candidates, double rho) implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    if (request.goal().kind() != Goal.Kind.UNTARGETED) {
      throw new IllegalArgumentException(
          "attack '" + MaltProvider.ID + "' has no " + request.goal().kind().id() + " form");
    }
    INDArray adversarials = request.images().dup('c');
    boolean[] vanished = new boolean[request.labels().length];
    try {
      double[][] ranking = ranking(request);
      HostArrays.write(descend(request, ranking, vanished), adversarials);
    } catch (StoppedException e) {
      // stopped before the first descent: the images are the answer
    }
    return AttackResult.builder(adversarials).vanishedGradient(vanished).build();
  }

  /**
   * The values that rank the targets: the scores of a correctly classified row, otherwise its
   * logits.
   */
  private double[][] ranking(AttackRequest request) {
    int[] labels = request.labels();
    long[] samples = request.samples();
    int classes = request.classifier().classes();
    request.monitor().check();
    double[] all =
        HostArrays.read(
            request
                .classifier()
                .logits(request.images(), new Query(samples, request.random().with("clean"))));
    double[][] ranking = new double[labels.length][];
    for (int row = 0; row < ranking.length; row++) {
      ranking[row] = Arrays.copyOfRange(all, row * classes, (row + 1) * classes);
    }
    int[] right =
        IntStream.range(0, labels.length)
            .filter(row -> Softmax.prediction(all, row * classes, classes) == labels[row])
            .toArray();
    if (right.length == 0) {
      return ranking;
    }
    Monitor monitor = request.monitor();
    GradientSource plain = GradientSource.of(request.classifier());
    double[][] scores =
        new NearestTargets(candidates)
            .scores(
                (images, rows, draw, loss) -> {
                  monitor.check();
                  return plain.evaluate(images, rows, draw, loss);
                },
                HostArrays.rows(request.images(), right),
                IntStream.of(right).map(row -> labels[row]).toArray(),
                IntStream.of(right).mapToLong(row -> samples[row]).toArray(),
                IntStream.of(right).mapToObj(row -> ranking[row]).toArray(double[][]::new),
                request.random().with("rank"));
    for (int i = 0; i < right.length; i++) {
      ranking[right[i]] = scores[i];
    }
    return ranking;
  }

  /** Runs the descents; returns the points that they found. */
  private double[] descend(AttackRequest request, double[][] ranking, boolean[] vanished) {
    int turns = Math.min(targets, Math.min(candidates, ranking[0].length - 1));
    long[] done = {0};
    AutoProjectedGradientDescent descent =
        AutoProjectedGradientDescent.builder(request.threatModel())
            .domain(request.domain())
            .steps(steps)
            .rho(rho)
            .observer(
                (step, iterate) -> {
                  request.monitor().check();
                  request.monitor().progress(done[0]++, (steps + 1L) * turns, MaltProvider.ID);
                })
            .build();
    GradientSource source = GradientSource.of(request.classifier());
    return new RankedTargets(turns)
        .run(
            request.images(),
            request.labels(),
            ranking,
            (rank, rows, images, labels, loss) -> {
              Start start =
                  new Start(
                      request.random().with("target").with(rank),
                      0,
                      request.starts().map(starts -> HostArrays.rows(starts, rows)));
              long[] samples =
                  IntStream.of(rows).mapToLong(row -> request.samples()[row]).toArray();
              ApgdResult run = descent.run(source, images, labels, samples, loss, start);
              for (int i = 0; i < rows.length; i++) {
                vanished[rows[i]] |= run.vanished()[i];
              }
              return run;
            })
        .points();
  }
}
