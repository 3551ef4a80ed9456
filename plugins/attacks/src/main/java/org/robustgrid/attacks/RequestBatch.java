package org.robustgrid.attacks;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Classifier;

/** Converts a request to a batch under attack, and the points that are found to an answer. */
public final class RequestBatch {

  private final AttackRequest request;
  private final AttackBatch batch;

  private RequestBatch(AttackRequest request, AttackBatch batch) {
    this.request = request;
    this.batch = batch;
  }

  /**
   * Prepares an attack.
   *
   * @param attack the attack's id, for progress reports
   * @param questions largest number of queries, for progress reports
   */
  public static RequestBatch of(AttackRequest request, String attack, double questions) {
    Classifier watched =
        new WatchedClassifier(
            request.classifier(), request.monitor(), attack, Math.max(1, (long) questions));
    return new RequestBatch(
        request,
        new AttackBatch(
            watched,
            request.domain(),
            request.images(),
            request.labels(),
            request.goal().targets(),
            request.samples(),
            request.random().with("draw")));
  }

  /** The batch under attack. */
  public AttackBatch batch() {
    return batch;
  }

  /**
   * Builds the answer. With an untargeted or targeted goal, points outside the ball are projected
   * onto it, since the projection may be adversarial as well. With the smallest distance as the
   * goal, a point stays, and counts if it is within the radius.
   *
   * @param points all rows, C order, in the classifier's precision
   */
  public AttackResult answer(double[] points) {
    double[] answered = points.clone();
    if (request.goal().kind() != Goal.Kind.MINIMUM_DISTANCE) {
      FeasibleSet feasible =
          new FeasibleSet(request.threatModel(), request.domain(), batch.precision());
      for (int row = 0; row < batch.rows(); row++) {
        feasible.settle(batch.originals(), answered, row * batch.length(), batch.length());
      }
    }
    INDArray adversarials = request.images().dup('c');
    HostArrays.write(answered, adversarials);
    return AttackResult.builder(adversarials).vanishedGradient(batch.vanished()).build();
  }
}
