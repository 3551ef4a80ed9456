package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.data.DataView;

/**
 * A batch of clean images for a check.
 *
 * @param images [rows, …input shape]
 * @param samples index of each row
 * @param labels true class of each row
 */
record CleanBatch(INDArray images, long[] samples, int[] labels) {

  /** Returns the first test samples in batches, as many as checks use. */
  static List<CleanBatch> first(AnalysisRequest request) {
    return first(request, request.checkSamples());
  }

  /** Returns the first {@code samples} test samples in batches. */
  static List<CleanBatch> first(AnalysisRequest request, int samples) {
    List<CleanBatch> batches = new ArrayList<>();
    for (int from = 0; from < samples; from += request.batchSize()) {
      int[] rows = IntStream.range(from, Math.min(samples, from + request.batchSize())).toArray();
      batches.add(of(rows, request));
    }
    return batches;
  }

  private static CleanBatch of(int[] rows, AnalysisRequest request) {
    int[] labels = new int[rows.length];
    float[] images = read(rows, labels, request);
    return new CleanBatch(
        request.batch(images), Arrays.stream(rows).asLongStream().toArray(), labels);
  }

  /**
   * Reads test images, one after the other in C order; their true classes are written to {@code
   * labels}.
   */
  static float[] read(int[] rows, int[] labels, AnalysisRequest request) {
    DataView test = request.samples(SampleSource.TEST);
    float[] images = new float[rows.length * LogitTable.length(request)];
    test.read(rows, images, labels);
    return images;
  }

  /** The number of samples in all batches. */
  static int asked(List<CleanBatch> batches) {
    return batches.stream().mapToInt(batch -> batch.labels().length).sum();
  }
}
