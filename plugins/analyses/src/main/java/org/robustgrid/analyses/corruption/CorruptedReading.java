package org.robustgrid.analyses.corruption;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.corruption.CorruptionKind;
import org.robustgrid.numerics.corruption.Corruptions;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.data.DataView;

/** Evaluates a model on corrupted copies of the first test images. */
final class CorruptedReading {

  private final AnalysisRequest request;
  private final Corruptions corruptions;
  private final int samples;
  private int done;

  CorruptedReading(AnalysisRequest request, Corruptions corruptions, int samples) {
    this.request = request;
    this.corruptions = corruptions;
    this.samples = samples;
  }

  /** Returns which of the samples the model classifies correctly under a corruption. */
  boolean[] right(CorruptionKind kind, int severity) {
    boolean[] right = new boolean[samples];
    DataView view = request.samples(SampleSource.TEST);
    int length = HostArrays.length(request.inputShape());
    for (int from = 0; from < samples; from += request.batchSize()) {
      request.monitor().check();
      int[] rows = IntStream.range(from, Math.min(samples, from + request.batchSize())).toArray();
      float[] images = new float[rows.length * length];
      int[] labels = new int[rows.length];
      view.read(rows, images, labels);
      for (int i = 0; i < rows.length; i++) {
        corruptions.apply(
            kind, severity, Corruptions.key(kind, severity, rows[i]), images, i * length);
      }
      boolean[] own =
          request
              .model()
              .judge(request.batch(images), Arrays.stream(rows).asLongStream().toArray(), labels)
              .right();
      System.arraycopy(own, 0, right, from, own.length);
    }
    done++;
    request.monitor().progress(done, 0, kind.id() + " " + severity);
    return right;
  }
}
