package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.Figure;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.testkit.toy.CountingMonitor;
import org.robustgrid.testkit.toy.StoppingMonitor;

/**
 * What the harness asks of every analysis: the same finite figures from the same request, nothing
 * but what its descriptor declares, names that stand once, and an end when it is stopped.
 *
 * <p>Everything is tried on small classifiers of pictures, or of two features if pictures are
 * refused, in float and in double.
 */
public final class AnalysisContract {

  private static final List<DataType> PRECISIONS = List.of(DataType.FLOAT, DataType.DOUBLE);

  private final AnalysisProvider provider;
  private final Parameters parameters;
  private final List<ContractCheck> checks = new ArrayList<>();

  private AnalysisContract(AnalysisProvider provider, Map<String, ?> given) {
    this.provider = provider;
    this.parameters = Parameters.of(provider.descriptor(), given);
  }

  /** The promises of an analysis, each with its trial. */
  public static List<ContractCheck> checks(AnalysisProvider provider, Map<String, ?> parameters) {
    AnalysisContract contract = new AnalysisContract(provider, parameters);
    contract.add("answers the same twice", contract::repeats);
    contract.add("asks for nothing that it does not declare", contract::asks);
    contract.add("says something of every subject, in finite numbers", contract::says);
    contract.add("ends soon after it is stopped", contract::stops);
    contract.checks.add(new ContractCheck("estimates its cost", () -> contract.estimates()));
    return contract.checks;
  }

  /** What is broken in one precision. */
  private interface Trial {
    List<String> violations(DataType precision);
  }

  private void add(String promise, Trial trial) {
    for (DataType precision : PRECISIONS) {
      String in = ", in " + precision.name().toLowerCase(java.util.Locale.ROOT);
      checks.add(new ContractCheck(promise + in, () -> trial.violations(precision)));
    }
  }

  private Analysis analysis() {
    return provider.create(parameters);
  }

  private AnalysisTrial trial(DataType precision) {
    return new AnalysisTrial(provider.descriptor(), precision, data().inputShape());
  }

  private DataDescription data() {
    return AnalysisTrial.data(provider, parameters);
  }

  private AnalysisResult run(DataType precision) {
    return analysis().analyse(trial(precision));
  }

  private List<String> repeats(DataType precision) {
    String once = words(run(precision));
    String again = words(run(precision));
    return once.equals(again)
        ? List.of()
        : List.of("its result changes from run to run: " + once + ", then " + again);
  }

  /** What of a result can be compared. */
  private static String words(AnalysisResult result) {
    return result.title()
        + result.figures()
        + result.series()
        + result.tables()
        + result.planes()
        + result.notes()
        + result.evidence().stream().map(AnalysisContract::words).toList()
        + result.images().stream().map(i -> java.util.Arrays.hashCode(i.values())).toList()
        + result.imageSets().stream().map(i -> java.util.Arrays.hashCode(i.images())).toList();
  }

  private static String words(Evidence evidence) {
    return evidence.about() + evidence.asked() + evidence.samples() + evidence.excused();
  }

  private List<String> asks(DataType precision) {
    AnalysisTrial trial = trial(precision);
    try {
      analysis().analyse(trial);
    } catch (RuntimeException e) {
      if (trial.broken().isEmpty()) {
        throw e;
      }
    }
    return trial.broken();
  }

  private List<String> says(DataType precision) {
    AnalysisResult result = run(precision);
    if (result == null) {
      return List.of("it returns nothing");
    }
    List<String> violations = new ArrayList<>();
    boolean blank =
        Stream.of(
                result.figures(),
                result.series(),
                result.tables(),
                result.images(),
                result.planes(),
                result.imageSets(),
                result.evidence(),
                result.notes())
            .allMatch(List::isEmpty);
    if (blank) {
      violations.add("its result is empty; what could not be measured needs a note that says so");
    }
    for (Figure figure : result.figures()) {
      if (figure.low().isPresent()
          && (figure.value() < figure.low().getAsDouble()
              || figure.value() > figure.high().getAsDouble())) {
        violations.add("figure '" + figure.name() + "' lies outside its interval");
      }
    }
    for (Series series : result.series()) {
      if (series.x().stream().anyMatch(x -> !Double.isFinite(x))) {
        violations.add("series '" + series.name() + "' is not finite");
      }
    }
    return violations;
  }

  private List<String> stops(DataType precision) {
    CountingMonitor counting = new CountingMonitor();
    AnalysisTrial whole = trial(precision);
    whole.monitor(counting);
    analysis().analyse(whole);
    if (whole.questions() < 2) {
      return List.of();
    }
    AnalysisTrial trial = trial(precision);
    trial.monitor(new StoppingMonitor(1));
    try {
      analysis().analyse(trial);
    } catch (StoppedException e) {
      return List.of();
    }
    return List.of("it continues after it was stopped, or returns a partial result");
  }

  private List<String> estimates() {
    Passes passes = provider.estimate(parameters, data(), AnalysisTrial.SAMPLES);
    return Double.isFinite(passes.forward()) && Double.isFinite(passes.backward())
        ? List.of()
        : List.of("it estimates " + passes);
  }
}
