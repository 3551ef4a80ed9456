package org.robustgrid.analyses.manifold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * Computes the activations of manifolds in layers. Layers with many features are projected to a
 * smaller number, so that only the projection matrix grows with the size of the layer.
 */
final class LayerActivations {

  /** The name of the logits, which count as the last layer. */
  static final String LOGITS = "logits";

  private final AnalysisRequest request;
  private final ManifoldPoints points;
  private final int most;

  /** Creates the activations of points with at most {@code most} features. */
  LayerActivations(AnalysisRequest request, ManifoldPoints points, int most) {
    this.request = request;
    this.points = points;
    this.most = most;
  }

  /**
   * Returns the layers to measure, in forward order, with the logits last.
   *
   * @param names names of all layers, in forward order
   * @param pattern regular expression of the names; if no name matches, all layers are candidates
   * @param count maximum number of layers, evenly spread over the candidates
   */
  static List<String> layers(List<String> names, String pattern, int count) {
    List<String> matching = names.stream().filter(name -> name.matches(pattern)).toList();
    List<String> of = matching.isEmpty() ? names : matching;
    List<String> layers = new ArrayList<>();
    int kept = Math.min(count, of.size());
    for (int i = 0; i < kept; i++) {
      // the last candidate is always included
      layers.add(of.get((int) ((i + 1L) * of.size() / kept) - 1));
    }
    layers.add(LOGITS);
    return layers;
  }

  /** Returns a layer's activations, [manifold][point][feature]. */
  double[][][] of(String layer) {
    double[][][] activations = new double[points.manifolds()][points.points()][];
    float[][] matrix = null;
    int size = request.batchSize();
    for (int manifold = 0; manifold < activations.length; manifold++) {
      for (int from = 0; from < points.points(); from += size) {
        request.monitor().check();
        int to = Math.min(points.points(), from + size);
        double[] values = ask(layer, points.inputs().get(manifold).subList(from, to));
        int length = values.length / (to - from);
        if (length > most && matrix == null) {
          matrix = matrix(layer, length);
        }
        for (int point = from; point < to; point++) {
          activations[manifold][point] = features(values, (point - from) * length, length, matrix);
        }
      }
    }
    return activations;
  }

  private double[] ask(String layer, List<float[]> inputs) {
    Network network = request.model().network();
    INDArray batch = request.batch(LogitTable.joined(inputs));
    if (layer.equals(LOGITS)) {
      return HostArrays.read(network.logits(batch));
    }
    Map<String, INDArray> answer = new TreeMap<>(network.activations(batch, List.of(layer)));
    return HostArrays.read(answer.get(layer));
  }

  /**
   * Returns a projection matrix, [features kept][features]: rows of standard normal numbers,
   * divided by their norms.
   */
  private float[][] matrix(String layer, int length) {
    RandomKey random = request.random().with("projection").with(layer);
    float[][] matrix = new float[most][length];
    double[] row = new double[length];
    for (int i = 0; i < most; i++) {
      random.with(i).stream().fillGaussian(row, 0, length);
      double squares = 0;
      for (double value : row) {
        squares += value * value;
      }
      double norm = Math.sqrt(squares);
      for (int j = 0; j < length; j++) {
        matrix[i][j] = (float) (row[j] / norm);
      }
    }
    return matrix;
  }

  private static double[] features(double[] values, int from, int length, float[][] matrix) {
    if (matrix == null) {
      double[] features = new double[length];
      System.arraycopy(values, from, features, 0, length);
      return features;
    }
    double[] features = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      double sum = 0;
      for (int j = 0; j < length; j++) {
        sum += matrix[i][j] * values[from + j];
      }
      features[i] = sum;
    }
    return features;
  }
}
