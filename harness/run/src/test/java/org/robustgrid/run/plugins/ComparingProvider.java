package org.robustgrid.run.plugins;

import java.util.stream.IntStream;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;

/** Counts the samples of which two models say the same. */
public final class ComparingProvider implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder("comparing", "Agreement of two models")
        .subject(Subject.PAIR)
        .perThreatModel()
        .outcomes(Norm.LINF)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    return ComparingProvider::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    int[] first = request.model().predictions();
    int[] second = request.other().predictions();
    return AnalysisResult.of("Agreement")
        .figure(
            "same",
            IntStream.range(0, Math.min(first.length, second.length))
                .filter(i -> first[i] == second[i])
                .count(),
            "")
        .figure("boards", request.boards().size(), "")
        .build();
  }
}
