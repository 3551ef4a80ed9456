package org.robustgrid.analyses.logit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.analyses.reading.SampleParameters;
import org.robustgrid.analyses.reading.Share;
import org.robustgrid.numerics.logit.LogitCrossings;
import org.robustgrid.numerics.logit.LogitModel;
import org.robustgrid.numerics.logit.LogitModel.Root;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.numerics.logit.LogitSurface;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.analysis.Series;
import org.robustgrid.spi.analysis.Table;

/**
 * {@code analytical-logits}: the analytical model of logits of Seguin et al. (2021, appendix C,
 * figures C.1 to C.3) at the largest logits and the error rate that a model has.
 *
 * <p>The curves are those of the formulas as printed. They are not stationary points of the loss
 * that the paper derives them from; the table shows beside them where the conditions of the derived
 * stationary points change.
 */
public final class AnalyticalLogits implements AnalysisProvider {

  private static final Parameter<Double> RESPONSE =
      Parameter.real(
              "response", 0.1, "the paper's ε·Ω: size of the attack for inputs of unit length")
          .above(0);

  /** The least number of classes for which the formulas have no pole at every β. */
  private static final int FEWEST_CLASSES = 4;

  private static final double LOW = 0.05;
  private static final double HIGH = 12;
  private static final double STEP = 0.05;

  /** Beyond it a curve runs into a pole and is not drawn. */
  private static final double MOST = 20;

  private static final Set<LogitCrossings.Pair> CONDITIONS =
      Set.of(LogitCrossings.Pair.BETA_LABEL, LogitCrossings.Pair.BETA_OTHERS);

  private static final double[] LINES = {2.5, 3.5, 5, 8};
  private static final String AXIS = "largest logit β";

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            "analytical-logits", "The analytical model of logits at a model's own largest logits")
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .citation(LogitParameters.CITATION)
        .parameters(SampleParameters.SAMPLES, RESPONSE)
        .build();
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    if (data.classes() < FEWEST_CLASSES) {
      throw new IllegalArgumentException(
          "the analytical model of logits needs 4 classes, but the data have " + data.classes());
    }
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(Math.min(samples, parameters.get(SampleParameters.SAMPLES)));
  }

  @Override
  public Analysis create(Parameters parameters) {
    int samples = parameters.get(SampleParameters.SAMPLES);
    double response = parameters.get(RESPONSE);
    return request -> analyse(request, samples, response);
  }

  private static AnalysisResult analyse(AnalysisRequest request, int samples, double response) {
    LogitTable table = LogitTable.clean(request, request.model(), SampleSource.TEST, samples);
    int classes = request.classNames().size();
    List<Double> right = new ArrayList<>();
    List<Double> wrong = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      double[] logits = table.logits()[i];
      boolean correct = LogitRanking.order(logits)[0] == table.labels()[i];
      (correct ? right : wrong).add(LogitRanking.largest(logits));
    }
    AnalysisResult.Builder result = AnalysisResult.of("The analytical model of logits");
    Share error = Share.of(wrong.size(), table.size());
    error.add("error rate", result);
    Optional<Mean> ofRight = mean("largest logit of right samples, mean", right, result);
    Optional<Mean> ofWrong = mean("largest logit of wrong samples, mean", wrong, result);
    LogitSurface surface = new LogitSurface(classes, error.value(), response, response);
    if (ofRight.isPresent() && ofWrong.isPresent()) {
      atTheModel(surface, ofRight.get().value(), ofWrong.get().value(), result);
    }
    List<LogitCrossings> crossings = LogitCrossings.of(classes, LOW, HIGH);
    conditions(classes, crossings, result);
    surfaces(surface, result);
    table(crossings, result);
    return result
        .note(
            "The first "
                + table.size()
                + " test samples, clean. Curves and figures are of the printed formulas with the"
                + " plus root, both responses "
                + response
                + "; values beyond ±"
                + (int) MOST
                + " are not drawn. The printed formulas are not stationary points of the printed"
                + " loss; the table has the derived ones beside them.")
        .build();
  }

  private static Optional<Mean> mean(
      String name, List<Double> values, AnalysisResult.Builder result) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    Mean mean = Mean.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    mean.add(name, "", result);
    return Optional.of(mean);
  }

  /** What the formulas give where the model is. */
  private static void atTheModel(
      LogitSurface surface, double right, double wrong, AnalysisResult.Builder result) {
    add(
        "cross-entropy of the analytical model",
        surface.crossEntropy(right, wrong, Root.PLUS),
        result);
    add("change of the gap", surface.gapChange(right, wrong, Root.PLUS, false), result);
    add("change of the gap, relative", surface.ratio(right, wrong, Root.PLUS, false), result);
  }

  private static void add(String name, double value, AnalysisResult.Builder result) {
    if (Double.isFinite(value)) {
      result.figure(name, value, "");
    }
  }

  /** Figure C.1, and the largest logit above which the conditions of a wrong sample hold. */
  private static void conditions(
      int classes, List<LogitCrossings> crossings, AnalysisResult.Builder result) {
    for (Root root : Root.values()) {
      String sign = root == Root.PLUS ? "plus root" : "minus root";
      String axis = "β less another logit";
      line("β − f, " + sign, axis, b -> b - of(classes, b).printedRight(root), result);
      line("β − g, " + sign, axis, b -> b - of(classes, b).printedLabel(root), result);
      line("β − ψ, " + sign, axis, b -> b - of(classes, b).printedOthers(root), result);
      add(
          "largest logit above which a wrong sample is admissible, " + sign,
          admissible(classes, crossings, root),
          result);
    }
  }

  private static LogitModel of(int classes, double beta) {
    return new LogitModel(classes, beta);
  }

  private static void line(
      String name, String axis, DoubleUnaryOperator of, AnalysisResult.Builder result) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; LOW + i * STEP <= HIGH; i++) {
      double beta = LOW + i * STEP;
      double value = of.applyAsDouble(beta);
      if (Math.abs(value) <= MOST) {
        x.add(beta);
        y.add(value);
      }
    }
    if (!x.isEmpty()) {
      result.series(new Series(name, AXIS, axis, x, y));
    }
  }

  /** Where β > max(g, ψ) begins to hold for all that is above. */
  private static double admissible(int classes, List<LogitCrossings> crossings, Root root) {
    // a condition that is never met with equality changes at the last pole, if at all
    double pole = Arrays.stream(LogitCrossings.poles(classes)).max().orElse(LOW);
    return crossings.stream()
        .filter(crossing -> !crossing.derived() && crossing.root() == root)
        .filter(crossing -> CONDITIONS.contains(crossing.pair()))
        .mapToDouble(LogitCrossings::beta)
        .reduce(pole, Math::max);
  }

  /** Figures C.2 and C.3, as lines over the right samples' β. */
  private static void surfaces(LogitSurface surface, AnalysisResult.Builder result) {
    for (double wrong : LINES) {
      String name = String.format(Locale.ROOT, "β of wrong samples %.1f", wrong);
      line(name, "cross-entropy", right -> surface.crossEntropy(right, wrong, Root.PLUS), result);
      line(
          name,
          "change of the gap, relative",
          right -> surface.ratio(right, wrong, Root.PLUS, false),
          result);
    }
  }

  private static void table(List<LogitCrossings> crossings, AnalysisResult.Builder result) {
    List<List<String>> rows = new ArrayList<>();
    for (LogitCrossings crossing : crossings) {
      rows.add(
          List.of(
              crossing.derived() ? "derived" : "printed",
              words(crossing.pair()),
              crossing.root() == Root.PLUS ? "plus" : "minus",
              String.format(Locale.ROOT, "%.3f", crossing.beta())));
    }
    result.table(
        new Table("where conditions change", List.of("formulas", "equal", "root", AXIS), rows));
  }

  private static String words(LogitCrossings.Pair pair) {
    return switch (pair) {
      case BETA_RIGHT -> "β and f";
      case BETA_LABEL -> "β and g";
      case BETA_OTHERS -> "β and ψ";
      case LABEL_OTHERS -> "g and ψ";
      case BETA_LABEL_ALONE -> "β and g with ψ = 0";
    };
  }
}
