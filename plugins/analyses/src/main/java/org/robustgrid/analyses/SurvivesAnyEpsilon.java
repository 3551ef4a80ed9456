package org.robustgrid.analyses;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.data.DataView;

/**
 * {@code survives-any-epsilon}: samples survive an attack that may change any image into any other
 * image, or into grey.
 */
public final class SurvivesAnyEpsilon implements AnalysisProvider {

  private static final String ID = "survives-any-epsilon";

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(ID, "Samples survive at an epsilon where no model is robust")
        .check()
        .perNorm()
        .access(Access.GRADIENTS)
        .samples(SampleSource.TEST)
        .outcomes()
        .probes(Access.GRADIENTS)
        .after(ConstantModel.ID)
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.gradients(Math.min(samples, 100));
  }

  @Override
  public Analysis create(Parameters parameters) {
    return SurvivesAnyEpsilon::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Survivors of any epsilon");
    Norm norm = request.norm().orElseThrow();
    OptionalDouble epsilon = AnyEpsilon.of(norm.id(), request.domain(), request.inputShape());
    if (epsilon.isEmpty()) {
      return result.build();
    }
    Optional<String> label = request.probeLabel(Access.GRADIENTS);
    if (label.isEmpty()) {
      String why = Samples.noReference("gradients");
      return result.evidence(Evidence.notRun("reference attack", why)).build();
    }
    Optional<AttackOutcome> outcome =
        request.probe(
            Access.GRADIENTS, new ThreatModel(norm, epsilon.getAsDouble()), request.checkSamples());
    if (outcome.isEmpty()) {
      String why = Samples.notUnder(label.get(), request);
      return result.evidence(Evidence.notRun(label.get(), why)).build();
    }
    boolean[] robust = outcome.get().robust();
    boolean[] correct = request.model().correct();
    DataView test = request.samples(SampleSource.TEST);
    int apart = classOfTheMiddle(request);
    List<Integer> asked = Samples.first(robust.length, i -> correct[i] && test.label(i) != apart);
    List<Integer> survivors = asked.stream().filter(i -> robust[i]).toList();
    // the survivors of a constant model are no further sign
    boolean judged = !ConstantModel.found(request.result(ConstantModel.ID));
    List<Integer> saturated = survivors.isEmpty() ? List.of() : Saturation.of(request).saturated();
    for (AttackedBoard board : Samples.boards(request)) {
      List<Integer> excused =
          Samples.gradientsSeen(board) ? Samples.both(survivors, saturated) : List.of();
      Evidence.Builder evidence =
          Evidence.of(label.get(), asked.size(), survivors)
              .epsilon(epsilon.getAsDouble())
              .excused(excused)
              .board(board);
      if (judged) {
        evidence
            .tolerated(Samples.TOLERATED)
            .message(
                message(
                    survivors.size() - excused.size() + " of " + asked.size(),
                    label.get(),
                    epsilon.getAsDouble()));
      }
      result.evidence(evidence.build());
    }
    return result.build();
  }

  private static String message(String count, String attack, double epsilon) {
    return count
        + " samples survive "
        + attack
        + " at epsilon "
        + BigDecimal.valueOf(epsilon).round(new MathContext(4)).stripTrailingZeros().toPlainString()
        + ", where no model can be robust (samples of the class predicted in the middle of"
        + " the domain are not counted). The attack fails here, so attacks may fail on this"
        + " board, too";
  }

  /**
   * The decision in the middle of the domain, which all balls contain and which may have a class.
   */
  private static int classOfTheMiddle(AnalysisRequest request) {
    Domain domain = request.domain();
    float[] middle = new float[LogitTable.length(request)];
    Arrays.fill(middle, (float) ((domain.low() + domain.high()) / 2));
    return request
        .model()
        .judge(request.batch(middle), new long[] {0}, new int[] {0})
        .predictions()[0];
  }
}
