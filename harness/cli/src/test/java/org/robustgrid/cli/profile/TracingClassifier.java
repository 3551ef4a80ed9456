package org.robustgrid.cli.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;

/** A network that writes down, sample by sample, what it was asked and what it answered. */
final class TracingClassifier implements Classifier {

  private final Network network;
  private final Network magnitudes;
  private final Map<Long, List<Trace.Query>> queries = new TreeMap<>();

  TracingClassifier(Network network) {
    this.network = network;
    this.magnitudes = SmoothDigits.magnitudes(network);
  }

  List<Trace.Query> queries(long sample) {
    return queries.get(sample);
  }

  @Override
  public long[] inputShape() {
    return network.inputShape();
  }

  @Override
  public int classes() {
    return network.classes();
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    INDArray logits = network.logits(images);
    note(images, query, logits, new float[0]);
    return logits;
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    LossGradient answer = network.lossGradient(images, loss);
    note(images, query, answer.logits(), floats(answer.gradient()));
    return answer;
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    throw new UnsupportedOperationException("the attacks here ask for gradients");
  }

  private void note(INDArray images, Query query, INDArray logits, float[] gradients) {
    float[] points = floats(images);
    float[] answers = floats(logits);
    float[] sums = floats(magnitudes.logits(images));
    int rows = query.samples().length;
    for (int row = 0; row < rows; row++) {
      float[] behind = part(sums, row, rows);
      float magnitude = 0;
      for (float sum : behind) {
        magnitude = Math.max(magnitude, sum);
      }
      queries
          .computeIfAbsent(query.samples()[row], sample -> new ArrayList<>())
          .add(
              new Trace.Query(
                  part(points, row, rows),
                  part(answers, row, rows),
                  part(gradients, row, rows),
                  magnitude));
    }
  }

  private static float[] part(float[] all, int row, int rows) {
    int length = all.length / rows;
    return Arrays.copyOfRange(all, row * length, (row + 1) * length);
  }

  private static float[] floats(INDArray array) {
    double[] values = HostArrays.read(array);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
