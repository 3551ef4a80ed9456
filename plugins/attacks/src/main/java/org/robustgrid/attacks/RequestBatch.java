package org.robustgrid.attacks;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Classifier;

/** A request as a batch under attack, and points as an answer to it. */
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
   * @param attack its id, for reports of its progress
   * @param questions that it asks at most, for the same
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

  public AttackBatch batch() {
    return batch;
  }

  /**
   * The answer. Where a ball is given, points beyond it are projected: what is nearest to the
   * boundary may be misclassified there, too. In the search for the smallest distance a point
   * stays, and counts if it lies within the radius.
   *
   * @param points C order, of the classifier's precision
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
