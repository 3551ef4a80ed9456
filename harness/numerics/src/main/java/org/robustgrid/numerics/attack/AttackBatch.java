package org.robustgrid.numerics.attack;

import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * A batch of images under attack: asks the classifier about points, and says which of its answers
 * an adversary wants.
 *
 * <p>Points are rounded to the classifier's precision before they are asked about, those of the box
 * inside it; {@link #asked} holds what was asked.
 *
 * @since 0.1
 */
public final class AttackBatch {

  private final Classifier classifier;
  private final Domain domain;
  private final int[] labels;
  private final int[] targets;
  private final long[] samples;
  private final RandomKey random;
  private final double[] originals;
  private final double[] asked;
  private final INDArray points;
  private int questions;

  /**
   * A batch.
   *
   * @param images [rows, …], in the box; not changed
   * @param labels each row's class
   * @param targets each row's class to reach; empty for any class but the label
   * @param samples each row's index in the data set
   * @param random keys a randomised classifier's draws, one for each question
   */
  public AttackBatch(
      Classifier classifier,
      Domain domain,
      INDArray images,
      int[] labels,
      int[] targets,
      long[] samples,
      RandomKey random) {
    this.classifier = classifier;
    this.domain = Objects.requireNonNull(domain, "domain");
    this.labels = labels.clone();
    this.targets = targets.clone();
    this.samples = samples.clone();
    this.random = random;
    this.originals = HostArrays.read(images);
    this.asked = originals.clone();
    this.points = images.dup('c');
  }

  public int rows() {
    return labels.length;
  }

  /** Coordinates of one image. */
  public int length() {
    return originals.length / Math.max(1, rows());
  }

  public int classes() {
    return classifier.classes();
  }

  public Domain domain() {
    return domain;
  }

  /** The shape of one image. */
  public long[] inputShape() {
    return classifier.inputShape();
  }

  public boolean targeted() {
    return targets.length > 0;
  }

  public int label(int row) {
    return labels[row];
  }

  /** The class that decides: the target, or else the label. */
  public int decidingClass(int row) {
    return targeted() ? targets[row] : labels[row];
  }

  /** The originals, C order; not to be changed. */
  public double[] originals() {
    return originals;
  }

  /** The points of the last question as the classifier saw them, C order; not to be changed. */
  public double[] asked() {
    return asked;
  }

  /** An array shaped as the images, with given values. */
  public INDArray array(double[] values) {
    INDArray array = points.dup('c');
    HostArrays.write(values, array);
    return array;
  }

  /** Losses, logits and gradients at points, C order. */
  public LossGradient gradient(double[] at, Loss loss) {
    put(at);
    return classifier.lossGradient(points, query(), loss);
  }

  /** The logits at points, [rows × classes]. */
  public double[] logits(double[] at) {
    put(at);
    return HostArrays.read(classifier.logits(points, query()));
  }

  /** Whether the classifier's decision on each point is one that the adversary wants. */
  public boolean[] adversarial(double[] at) {
    put(at);
    int[] decisions = classifier.decisions(points, query());
    boolean[] wanted = new boolean[rows()];
    for (int row = 0; row < wanted.length; row++) {
      wanted[row] = wants(row, decisions[row]);
    }
    return wanted;
  }

  /** Whether a prediction is one that the adversary wants; none at all never is. */
  public boolean wants(int row, int prediction) {
    if (prediction < 0) {
      return false;
    }
    return targeted() ? prediction == targets[row] : prediction != labels[row];
  }

  private Query query() {
    return new Query(samples, random.with(questions++));
  }

  private void put(double[] at) {
    for (int i = 0; i < asked.length; i++) {
      asked[i] = points.dataType() == DataType.FLOAT ? rounded(at[i]) : at[i];
    }
    HostArrays.write(asked, points);
  }

  /** The nearest float; of a value in the box, one in the box. */
  private double rounded(double value) {
    float nearest = (float) value;
    if (nearest > domain.high() && value <= domain.high()) {
      return Math.nextDown(nearest);
    }
    return nearest < domain.low() && value >= domain.low() ? Math.nextUp(nearest) : nearest;
  }
}
