package org.robustgrid.attacks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.AccessException;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** A classifier that gives logits only and records the queries and answers of each sample. */
final class ScoreRecorder implements Classifier {

  private final Classifier classifier;
  private final Map<Long, List<double[]>> points = new TreeMap<>();
  private final Map<Long, List<double[]>> answers = new TreeMap<>();

  ScoreRecorder(Classifier classifier) {
    this.classifier = classifier;
  }

  /** The points that were queried for a sample, in order. */
  List<double[]> points(long sample) {
    return points.getOrDefault(sample, List.of());
  }

  /** The logits answered for a sample, in order. */
  List<double[]> answers(long sample) {
    return answers.getOrDefault(sample, List.of());
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
    INDArray answer = classifier.logits(images, query);
    remember(points, HostArrays.read(images), query);
    remember(answers, HostArrays.read(answer), query);
    return answer;
  }

  private static void remember(Map<Long, List<double[]>> memory, double[] values, Query query) {
    int length = values.length / query.samples().length;
    for (int row = 0; row < query.samples().length; row++) {
      memory
          .computeIfAbsent(query.samples()[row], s -> new ArrayList<>())
          .add(Arrays.copyOfRange(values, row * length, (row + 1) * length));
    }
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    throw new AccessException("this classifier gives logits only");
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    return classifier.decisions(images, query);
  }
}
