package org.robustgrid.analyses.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.Gallery;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;

/** Reads the first test samples in batches and collects rows of pictures of the first ten. */
final class SampleRows {

  static final String CITATION =
      "Ganz, Kawar and Elad: Do perceptually aligned gradients imply robustness? ICML 2023";

  private static final int SHOWN = 10;

  /**
   * Some samples.
   *
   * @param rows index of each
   * @param images one after the other
   * @param labels true class of each
   */
  record Batch(int[] rows, float[] images, int[] labels) {

    int size() {
      return rows.length;
    }
  }

  private final AnalysisRequest request;
  private final int samples;
  private final int length;
  private final List<List<float[]>> pictures = new ArrayList<>();

  /**
   * The rows of a request.
   *
   * @param most test samples; fewer if there are fewer
   */
  SampleRows(AnalysisRequest request, int most) {
    this.request = request;
    this.samples = Math.min(most, request.samples(SampleSource.TEST).size());
    this.length = LogitTable.length(request);
  }

  int samples() {
    return samples;
  }

  /**
   * Reads the samples.
   *
   * @param size samples at once
   */
  void each(int size, Consumer<Batch> measure) {
    for (int from = 0; from < samples; from += size) {
      request.monitor().progress(from, samples, "samples");
      int[] rows = IntStream.range(from, Math.min(samples, from + size)).toArray();
      Batch batch = new Batch(rows, new float[rows.length * length], new int[rows.length]);
      request.samples(SampleSource.TEST).read(rows, batch.images(), batch.labels());
      measure.accept(batch);
    }
  }

  /**
   * Begins rows of pictures with the samples themselves, as long as there are fewer than ten.
   *
   * @return the rows of the first samples of the batch, to be continued
   */
  List<List<float[]>> begin(Batch batch) {
    List<List<float[]>> begun = new ArrayList<>();
    for (int i = 0; i < batch.size() && pictures.size() < SHOWN; i++) {
      List<float[]> row = new ArrayList<>();
      row.add(Arrays.copyOfRange(batch.images(), i * length, (i + 1) * length));
      begun.add(row);
      pictures.add(row);
    }
    return begun;
  }

  /**
   * Adds the rows to a result if they can be drawn.
   *
   * @param after what comes after the sample in a row
   */
  void report(String name, String after, AnalysisResult.Builder result) {
    if (Gallery.fits(request)) {
      result.image(
          Gallery.of(request)
              .image(
                  name,
                  "One row per test sample: the sample, then "
                      + after
                      + "; 0 is grey, brighter pixels raise the class's score.",
                  pictures));
    }
  }
}
