package org.robustgrid.run.plugins;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;

/** Distances of weights from the final ones: after each epoch, and of a further network. */
public final class EpochsProvider implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder("epochs", "Distance of weights from the final ones")
        .subject(Subject.TRAINING)
        .activations()
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    return EpochsProvider::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Distance of weights");
    INDArray last = request.model().network().parameters();
    for (int epoch : request.model().epochs()) {
      double distance =
          request.model().network(epoch).parameters().sub(last).norm2Number().doubleValue();
      result.figure("epoch " + epoch, distance, "");
    }
    request
        .model()
        .network("second")
        .ifPresent(
            second ->
                result.figure(
                    "second", second.parameters().sub(last).norm2Number().doubleValue(), ""));
    return result.build();
  }
}
