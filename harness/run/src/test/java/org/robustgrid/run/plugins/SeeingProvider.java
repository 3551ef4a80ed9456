package org.robustgrid.run.plugins;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.network.Network;

/** Looks into the network of a row, or into one that a parameter names. */
public final class SeeingProvider implements AnalysisProvider {

  private static final Parameter<Optional<String>> NETWORK =
      Parameter.optionalModel("network", "whose units are counted; empty: the row's own");

  private static final Parameter<String> LAYER =
      Parameter.text("layer", "hidden", "whose units are counted").activationOf(NETWORK);

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder("seeing", "Counts classes and units")
        .activations()
        .parameters(NETWORK, LAYER)
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    boolean own = parameters.get(NETWORK).isEmpty();
    String layer = parameters.get(LAYER);
    return request -> analyse(request, own, layer);
  }

  private static AnalysisResult analyse(AnalysisRequest request, boolean own, String layer) {
    Network network = own ? request.model().network() : request.network(NETWORK);
    INDArray origin = request.batch(new float[(int) request.inputShape()[0]]);
    return AnalysisResult.of("Seeing")
        .figure("classes", network.classes(), "")
        .figure("units", network.activations(origin, List.of(layer)).get(layer).length(), "")
        .figure("bias", network.logits(origin).getDouble(0), "")
        .build();
  }
}
