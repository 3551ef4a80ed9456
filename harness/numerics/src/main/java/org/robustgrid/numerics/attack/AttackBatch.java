package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * A batch of images under attack: queries the classifier and decides which answers are adversarial.
 *
 * <p>Points are rounded to the classifier's precision before they are asked about, those of the box
 * inside it; {@link #asked} holds what was asked.
 *
 * <p>A row whose loss or gradient is not finite gets a loss of 0 and a gradient of 0: nothing leads
 * anywhere there. Rows that {@link #attend} leaves out are not asked about and cost no pass; they
 * get no gradient, logits of NaN, and are not adversarial.
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
  private final GradientHealth health;
  private int[] attended;
  private RandomKey draws;
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
    this.health = new GradientHealth(labels.length);
    this.attended = IntStream.range(0, labels.length).toArray();
    this.draws = random;
  }

  /** Restricts further queries to some rows. */
  public void attend(boolean[] chosen) {
    attended = IntStream.range(0, chosen.length).filter(row -> chosen[row]).toArray();
  }

  /** Includes all rows again. */
  public void attendAll() {
    attended = IntStream.range(0, rows()).toArray();
  }

  /**
   * Begins a part of an attack that a row may reach after more or fewer questions than its
   * neighbours: a randomised classifier's draws are keyed by the part and the questions in it.
   */
  public void part(int number) {
    draws = random.with("part").with(number);
    questions = 0;
  }

  /** For each row, whether a gradient was exactly zero. */
  public boolean[] vanished() {
    return health.vanished();
  }

  public DataType precision() {
    return points.dataType();
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
    double[] losses = new double[rows()];
    double[] slopes = new double[asked.length];
    double[] logits = noLogits();
    if (attended.length > 0) {
      LossGradient answer = classifier.lossGradient(chosen(), query(), new OfRows(loss, attended));
      double[] gradients = HostArrays.read(answer.gradient());
      spread(HostArrays.read(answer.logits()), logits);
      for (int i = 0; i < attended.length; i++) {
        double norm = health.norm(attended[i], gradients, i * length(), length());
        if (Double.isFinite(norm) && Double.isFinite(answer.losses()[i])) {
          losses[attended[i]] = answer.losses()[i];
          System.arraycopy(gradients, i * length(), slopes, attended[i] * length(), length());
        }
      }
    }
    INDArray scores = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {rows(), classes()});
    HostArrays.write(logits, scores);
    INDArray gradient = Nd4j.createUninitialized(DataType.DOUBLE, points.shape().clone(), 'c');
    HostArrays.write(slopes, gradient);
    return new LossGradient(losses, scores, gradient);
  }

  /** The logits at points, [rows × classes]. */
  public double[] logits(double[] at) {
    put(at);
    double[] logits = noLogits();
    if (attended.length > 0) {
      spread(HostArrays.read(classifier.logits(chosen(), query())), logits);
    }
    return logits;
  }

  /** For each point, whether the classifier's decision is adversarial. */
  public boolean[] adversarial(double[] at) {
    put(at);
    boolean[] wanted = new boolean[rows()];
    if (attended.length > 0) {
      int[] decisions = classifier.decisions(chosen(), query());
      for (int i = 0; i < attended.length; i++) {
        wanted[attended[i]] = wants(attended[i], decisions[i]);
      }
    }
    return wanted;
  }

  private double[] noLogits() {
    double[] logits = new double[rows() * classes()];
    Arrays.fill(logits, Double.NaN);
    return logits;
  }

  private void spread(double[] ofAttended, double[] ofAll) {
    for (int i = 0; i < attended.length; i++) {
      System.arraycopy(ofAttended, i * classes(), ofAll, attended[i] * classes(), classes());
    }
  }

  private INDArray chosen() {
    return attended.length == rows() ? points : HostArrays.rows(points, attended);
  }

  /** Whether a prediction is adversarial; an abstention never is. */
  public boolean wants(int row, int prediction) {
    if (prediction < 0) {
      return false;
    }
    return targeted() ? prediction == targets[row] : prediction != labels[row];
  }

  private Query query() {
    long[] ofRows = Arrays.stream(attended).mapToLong(row -> samples[row]).toArray();
    return new Query(ofRows, draws.with(questions++));
  }

  private void put(double[] at) {
    for (int row : attended) {
      for (int i = row * length(); i < (row + 1) * length(); i++) {
        asked[i] = seen(at[i]);
      }
    }
    HostArrays.write(asked, points);
  }

  /** The points as the classifier would see them, C order. */
  public double[] seen(double[] at) {
    return Arrays.stream(at).map(this::seen).toArray();
  }

  private double seen(double value) {
    return points.dataType() == DataType.FLOAT ? rounded(value) : value;
  }

  /** The nearest float; of a value in the box, one in the box. */
  private double rounded(double value) {
    float nearest = (float) value;
    if (nearest > domain.high() && value <= domain.high()) {
      return Math.nextDown(nearest);
    }
    return nearest < domain.low() && value >= domain.low() ? Math.nextUp(nearest) : nearest;
  }

  /** A loss of some rows of the batch. */
  private record OfRows(Loss loss, int[] rows) implements Loss {

    @Override
    public double evaluate(int row, double[] logits, double[] gradient) {
      return loss.evaluate(rows[row], logits, gradient);
    }

    @Override
    public Averaging averaging() {
      return loss.averaging();
    }

    @Override
    public int decidingClass(int row) {
      return loss.decidingClass(rows[row]);
    }
  }
}
