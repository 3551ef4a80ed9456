package org.robustgrid.analyses.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.analysis.AnalysedModel;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;

/**
 * A model's logits on some samples. For a randomised classifier they are those of one draw.
 *
 * @param logits [samples][classes]
 * @param labels true class of each sample
 * @param samples index of each sample in its source
 */
public record LogitTable(double[][] logits, int[] labels, int[] samples) {

  /** Computes the logits of the first samples of a source, at most {@code most}. */
  public static LogitTable clean(
      AnalysisRequest request, AnalysedModel model, SampleSource source, int most) {
    return clean(
        request, source, most, (images, rows) -> ask(request, model, images, rows, source.name()));
  }

  /** Computes the same for a network alone, such as that of a training's epoch. */
  public static LogitTable clean(
      AnalysisRequest request, Network network, SampleSource source, int most) {
    return clean(
        request,
        source,
        most,
        (images, rows) -> rows(network.logits(request.batch(images)), rows.length));
  }

  private static LogitTable clean(
      AnalysisRequest request,
      SampleSource source,
      int most,
      BiFunction<float[], int[], List<double[]>> ask) {
    DataView view = request.samples(source);
    int[] samples = IntStream.range(0, Math.min(most, view.size())).toArray();
    List<double[]> logits = new ArrayList<>();
    int[] labels = new int[samples.length];
    for (int[] rows : batches(samples, request)) {
      request.monitor().check();
      float[] images = new float[rows.length * length(request)];
      int[] own = new int[rows.length];
      view.read(rows, images, own);
      System.arraycopy(own, 0, labels, logits.size(), rows.length);
      logits.addAll(ask.apply(images, rows));
    }
    return new LogitTable(logits.toArray(double[][]::new), labels, samples);
  }

  /**
   * Computes the logits of the images that a run kept of an attack on the first {@code most} test
   * samples.
   */
  public static LogitTable kept(AnalysisRequest request, AttackOutcome outcome, int most) {
    SortedMap<Integer, float[]> images = outcome.images(most);
    DataView view = request.samples(SampleSource.TEST);
    int[] samples = images.keySet().stream().mapToInt(Integer::intValue).toArray();
    List<double[]> logits = new ArrayList<>();
    int length = length(request);
    for (int[] rows : batches(samples, request)) {
      request.monitor().check();
      float[] batch = new float[rows.length * length];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(images.get(rows[i]), 0, batch, i * length, length);
      }
      logits.addAll(ask(request, request.model(), batch, rows, SampleSource.TEST.name()));
    }
    int[] labels = Arrays.stream(samples).map(view::label).toArray();
    return new LogitTable(logits.toArray(double[][]::new), labels, samples);
  }

  /** Number of coordinates of one input. */
  public static int length(AnalysisRequest request) {
    return (int) Arrays.stream(request.inputShape()).reduce(1, (a, b) -> a * b);
  }

  /** One input of a source, in C order. */
  public static float[] image(AnalysisRequest request, SampleSource source, int sample) {
    float[] image = new float[length(request)];
    request.samples(source).read(new int[] {sample}, image, new int[1]);
    return image;
  }

  /** Joins inputs, one after the other in C order. */
  public static float[] joined(List<float[]> inputs) {
    int length = inputs.isEmpty() ? 0 : inputs.get(0).length;
    float[] joined = new float[inputs.size() * length];
    for (int i = 0; i < inputs.size(); i++) {
      System.arraycopy(inputs.get(i), 0, joined, i * length, length);
    }
    return joined;
  }

  private static List<int[]> batches(int[] samples, AnalysisRequest request) {
    int size = request.batchSize();
    return IntStream.iterate(0, from -> from < samples.length, from -> from + size)
        .mapToObj(from -> Arrays.copyOfRange(samples, from, Math.min(samples.length, from + size)))
        .toList();
  }

  private static List<double[]> ask(
      AnalysisRequest request, AnalysedModel model, float[] images, int[] samples, String source) {
    Query query =
        new Query(
            Arrays.stream(samples).asLongStream().toArray(),
            request.random().with("logits").with(source));
    return rows(model.classifier().logits(request.batch(images), query), samples.length);
  }

  private static List<double[]> rows(INDArray logits, int rows) {
    double[] answer = HostArrays.read(logits);
    int classes = answer.length / rows;
    return IntStream.range(0, rows)
        .mapToObj(row -> Arrays.copyOfRange(answer, row * classes, (row + 1) * classes))
        .toList();
  }

  /** The number of samples. */
  public int size() {
    return samples.length;
  }

  public int classes() {
    return size() == 0 ? 0 : logits[0].length;
  }
}
