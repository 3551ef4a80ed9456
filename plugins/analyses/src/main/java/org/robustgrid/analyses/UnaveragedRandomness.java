package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * {@code unaveraged-randomness}: the model's output is random, and attacks do not average over it.
 * A classifier that declares no randomness must always return the same logits, with any key, and
 * decide by them. A classifier that declares randomness must return the same logits with the same
 * key; otherwise results are not reproducible.
 */
public final class UnaveragedRandomness implements AnalysisProvider {

  private static final String ID = "unaveraged-randomness";

  /** Logits of one network may differ by rounding if a batch is split differently. */
  private static final double SAME = 1e-4;

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(ID, "The model's output is random, and attacks see one draw")
        .check()
        .access(Access.SCORES)
        .samples(SampleSource.TEST)
        .goals(Goal.Kind.values())
        .build();
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward((4.0 + NearBoundary.forward()) * Math.min(samples, 100));
  }

  @Override
  public Analysis create(Parameters parameters) {
    return UnaveragedRandomness::analyse;
  }

  private static AnalysisResult analyse(AnalysisRequest request) {
    AnalysisResult.Builder result = AnalysisResult.of("Randomness of answers");
    List<CleanBatch> batches = CleanBatch.first(request);
    RandomKey draw = request.random().with("draw");
    List<Integer> otherDraw = compare(request, batches, draw.with(0), draw.with(1));
    List<Integer> sameDraw = compare(request, batches, draw.with(0), draw.with(0));
    int asked = CleanBatch.asked(batches);
    if (!request.model().randomised()) {
      otherDraw.addAll(sameDraw);
      List<Integer> either = otherDraw.stream().distinct().sorted().toList();
      // random logits have no fixed boundary to search for
      List<Integer> decided = either.isEmpty() ? contradicted(request, batches) : List.of();
      return result
          .evidence(
              decided.isEmpty()
                  ? evidence("undeclared", asked, either)
                  : evidence("decisions", asked, decided))
          .build();
    }
    if (request.model().draws() == 1) {
      result.evidence(evidence("one draw", asked, otherDraw));
    }
    return result.evidence(evidence("unkeyed", asked, sameDraw)).build();
  }

  private static Evidence evidence(String about, int asked, List<Integer> found) {
    return Evidence.of(about, asked, found)
        .never()
        .message(message(about, found.size() + " of " + asked))
        .build();
  }

  private static String message(String about, String count) {
    return switch (about) {
      case "undeclared" ->
          "when evaluated again, the model gives other logits on "
              + count
              + " samples, and does not declare that it is randomised. Attacks see one draw and are"
              + " judged by another";
      case "decisions" ->
          "near its boundary, the model decides for another class than that of its largest logit, or"
              + " differently when evaluated again, on "
              + count
              + " samples, and does not declare that it is randomised. Attacks see other outputs than"
              + " those that they are judged by";
      case "one draw" ->
          "the model is randomised and attacks see a single draw (draws: 1), although two draws"
              + " differ on "
              + count
              + " samples. Let attacks average over more draws";
      default ->
          "when evaluated again with the same key, the randomised model gives other logits on "
              + count
              + " samples. It uses another source of randomness: its results are not reproducible";
    };
  }

  private static List<Integer> contradicted(AnalysisRequest request, List<CleanBatch> batches) {
    NearBoundary boundary = new NearBoundary(request, request.random().with("decision"));
    List<Integer> found = new ArrayList<>();
    batches.forEach(batch -> found.addAll(boundary.contradicted(batch)));
    return found;
  }

  private static List<Integer> compare(
      AnalysisRequest request, List<CleanBatch> batches, RandomKey a, RandomKey b) {
    List<Integer> found = new ArrayList<>();
    for (CleanBatch batch : batches) {
      double[][] one = logits(request, batch, a);
      double[][] other = logits(request, batch, b);
      for (int row = 0; row < one.length; row++) {
        if (differ(one[row], other[row])) {
          found.add((int) batch.samples()[row]);
        }
      }
    }
    return found;
  }

  private static boolean differ(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      // NaN differs from a number, but not from NaN
      boolean same =
          Double.compare(one[i], other[i]) == 0
              || Math.abs(one[i] - other[i]) <= SAME * (1 + Math.abs(one[i]));
      if (!same) {
        return true;
      }
    }
    return false;
  }

  /** Returns a copy of the logits, since the classifier's next call may overwrite them. */
  private static double[][] logits(AnalysisRequest request, CleanBatch batch, RandomKey draw) {
    return request
        .model()
        .classifier()
        .logits(batch.images().dup(), new Query(batch.samples(), draw))
        .toDoubleMatrix();
  }
}
