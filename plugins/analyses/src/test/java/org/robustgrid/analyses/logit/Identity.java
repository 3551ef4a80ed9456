package org.robustgrid.analyses.logit;

import java.util.Map;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Figure;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** A model with three features whose logits are its input. */
public final class Identity {

  private static final double[][] WEIGHTS = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  private Identity() {}

  /** Returns a request with samples that have the given logits. */
  public static ToyAnalysisRequest request(int[] labels, float... logits) {
    return new ToyAnalysisRequest(
        new LinearClassifier(WEIGHTS, new double[3]), logits, labels, Domain.UNBOUNDED);
  }

  public static AnalysisResult run(
      AnalysisProvider provider, AnalysisRequest request, Map<String, ?> parameters) {
    return provider.create(Parameters.of(provider.descriptor(), parameters)).analyse(request);
  }

  public static Figure figure(AnalysisResult result, String name) {
    return result.figures().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  public static Series series(AnalysisResult result, String name) {
    return result.series().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }
}
