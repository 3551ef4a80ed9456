package org.robustgrid.analyses.energy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.robustgrid.analyses.reading.Distribution;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Names;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.numerics.energy.Energies;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code energy}: joint energies E(x, y) = −z_y and marginal energies E(x) = −logsumexp z of
 * training samples, test samples and the images that attacks found (Zhu et al. 2021, equations 6
 * and 7).
 */
public final class EnergyDistribution implements AnalysisProvider {

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "energy", "Joint and marginal energies of training, test and attacked samples")
        .access(Access.SCORES)
        .samples(SampleSource.TRAINING, SampleSource.TEST)
        .images()
        .citation(EnergyParameters.CITATION)
        .parameters(SampleParameters.SAMPLES, SampleParameters.BINS)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(2.0 * parameters.get(SampleParameters.SAMPLES));
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    int bins = parameters.get(SampleParameters.BINS);
    return request -> analyse(request, samples, bins);
  }

  private static AnalysisResult analyse(AnalysisRequest request, int samples, int bins) {
    Map<String, LogitTable> tables = new LinkedHashMap<>();
    tables.put(
        "training", LogitTable.clean(request, request.model(), SampleSource.TRAINING, samples));
    tables.put("test", LogitTable.clean(request, request.model(), SampleSource.TEST, samples));
    for (AttackedBoard board : request.boards()) {
      for (AttackOutcome outcome : board.outcomes()) {
        if (outcome.imagesKept()) {
          tables.put(Names.of(outcome, board), LogitTable.kept(request, outcome, samples));
        }
      }
    }
    Map<String, double[]> joint = new LinkedHashMap<>();
    Map<String, double[]> marginal = new LinkedHashMap<>();
    tables.forEach(
        (name, table) -> {
          double[] logits = Arrays.stream(table.logits()).flatMapToDouble(Arrays::stream).toArray();
          if (table.size() > 0) {
            joint.put(name, Energies.joint(logits, table.labels()));
            marginal.put(name, Energies.marginal(logits, table.classes()));
          }
        });
    AnalysisResult.Builder result = AnalysisResult.of("Energies");
    new Distribution("joint energy E(x, y)", "", bins).add(joint, result);
    new Distribution("marginal energy E(x)", "", bins).add(marginal, result);
    return result
        .note(
            "At most the first "
                + samples
                + " training and test samples, and the images that the run kept.")
        .build();
  }
}
