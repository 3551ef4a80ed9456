package org.robustgrid.run.worker;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * A randomised classifier with one fixed draw for each sample under every key: attacks see the same
 * draw as the judge, and need no expectation.
 *
 * @param classifier draws by the key it is given
 * @param draw the key it is given always
 */
record FixedRandomness(Classifier classifier, RandomKey draw) implements Classifier {

  /** The one draw of a model of this seed. */
  static FixedRandomness of(Classifier classifier, long seed) {
    return new FixedRandomness(classifier, RandomKey.of(seed).with("fixed randomness"));
  }

  private Query always(Query query) {
    return new Query(query.samples(), draw);
  }

  @Override
  public long[] inputShape() {
    return classifier.inputShape();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    return classifier.logits(images, always(query));
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    return classifier.lossGradient(images, always(query), loss);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    return classifier.decisions(images, always(query));
  }
}
