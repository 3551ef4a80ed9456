package org.robustgrid.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Plane;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.network.Query;

/** The contract finds what is broken, and passes what is not. */
class AnalysisContractTest {

  private static List<String> broken(Analysis analysis) {
    AnalysisProvider provider =
        new AnalysisProvider() {
          @Override
          public AnalysisDescriptor descriptor() {
            return AnalysisDescriptor.builder("on-trial", "On trial")
                .access(Access.SCORES)
                .samples(SampleSource.TEST)
                .build();
          }

          @Override
          public Analysis create(Parameters parameters) {
            return analysis;
          }
        };
    return AnalysisContract.checks(provider, Map.of()).stream()
        .filter(check -> check.name().endsWith("float"))
        .flatMap(check -> check.violations().stream().map(v -> check.name() + ": " + v))
        .toList();
  }

  private static double logit(AnalysisRequest request, int sample) {
    Query query = new Query(new long[] {sample}, request.random());
    return request.model().classifier().logits(request.batch(new float[16]), query).getDouble(0);
  }

  private static AnalysisResult sound(AnalysisRequest request) {
    double sum = 0;
    for (int sample = 0; sample < request.samples(SampleSource.TEST).size(); sample++) {
      request.monitor().check();
      sum += logit(request, sample);
    }
    return AnalysisResult.of("Logits").figure("sum", sum, "").build();
  }

  @Test
  void a_sound_analysis_keeps_the_contract() {
    assertThat(broken(AnalysisContractTest::sound)).isEmpty();
  }

  @Test
  void a_result_that_changes_is_found() {
    AtomicInteger calls = new AtomicInteger();
    assertThat(
            broken(
                request ->
                    AnalysisResult.of("Calls")
                        .figure("calls", calls.incrementAndGet(), "")
                        .build()))
        .singleElement()
        .asString()
        .contains("answers the same twice", "changes from run to run");
  }

  @Test
  void what_is_not_declared_is_found() {
    assertThat(
            broken(
                request -> {
                  request.samples(SampleSource.TRAINING);
                  request.boards();
                  return sound(request);
                }))
        .anyMatch(v -> v.contains("TRAINING samples, which its descriptor does not declare"))
        .anyMatch(v -> v.contains("the outcomes of attacks"));
  }

  @Test
  void a_figure_that_is_not_finite_and_an_empty_result_are_found() {
    assertThat(broken(request -> AnalysisResult.of("NaN").figure("nan", Double.NaN, "").build()))
        .isNotEmpty()
        .allMatch(v -> v.contains("leave out what has no finite value"));
    assertThat(broken(request -> AnalysisResult.of("Nothing").build()))
        .singleElement()
        .asString()
        .contains("its result is empty");
  }

  @Test
  void an_analysis_that_makes_do_after_it_was_stopped_is_found() {
    assertThat(
            broken(
                request -> {
                  double sum = 0;
                  try {
                    sum = sound(request).figures().get(0).value();
                  } catch (StoppedException e) {
                    sum = -1;
                  }
                  return AnalysisResult.of("Logits").figure("sum", sum, "").build();
                }))
        .singleElement()
        .asString()
        .contains("continues after it was stopped");
  }

  private static AnalysisResult plane(double left, int row, double confidence, double x, int side) {
    List<List<Integer>> classes = new ArrayList<>(Collections.nCopies(side, List.of(0, 1)));
    classes.add(Collections.nCopies(row, 1));
    return AnalysisResult.of("Plane")
        .plane(
            new Plane(
                "decisions",
                left,
                0,
                1,
                classes,
                Collections.nCopies(classes.size(), List.of(confidence, 1.0)),
                List.of(new Plane.Point(x, 0, 1, -1))))
        .build();
  }

  @Test
  void a_plane_of_a_bad_shape_without_finite_values_or_too_large_is_found() {
    assertThat(broken(request -> plane(0, 2, 0.5, 0, 2))).isEmpty();
    assertThat(broken(request -> plane(Double.NaN, 2, 0.5, 0, 2)))
        .isNotEmpty()
        .allMatch(v -> v.contains("plane 'decisions' has the left end NaN"));
    assertThat(broken(request -> plane(0, 2, Double.NaN, 0, 2)))
        .isNotEmpty()
        .allMatch(v -> v.contains("holds the confidence NaN; expected [0, 1]"));
    assertThat(broken(request -> plane(0, 2, 0.5, Double.POSITIVE_INFINITY, 2)))
        .isNotEmpty()
        .allMatch(v -> v.contains("has the x Infinity"));
    assertThat(broken(request -> plane(0, 3, 0.5, 0, 2)))
        .isNotEmpty()
        .allMatch(v -> v.contains("has rows of different lengths"));
    assertThat(broken(request -> plane(0, 2, 0.5, 0, Plane.MOST_CELLS)))
        .isNotEmpty()
        .allMatch(v -> v.contains("has 513 × 2 cells; at most 512 on a side are drawn"));
  }
}
