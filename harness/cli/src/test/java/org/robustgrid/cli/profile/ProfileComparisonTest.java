package org.robustgrid.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileComparisonTest {

  private static final float[] GRADIENT = {0.4f, -1e-9f};

  private static Trace.Query query(float margin, float[] gradient, float... point) {
    return new Trace.Query(point, new float[] {margin, 0}, gradient, 2);
  }

  /** A start with a margin of 1, then the verdict. */
  private static Trace trace(float margin, float... verdict) {
    return new Trace(
        0, List.of(query(1, GRADIENT, 0.5f, 0.5f), query(margin, new float[0], verdict)));
  }

  private static ProfileComparison compare(Trace a, Trace b) {
    return new ProfileComparison(List.of(trace(2, 0, 0), a), List.of(trace(2, 0, 0), b));
  }

  @Test
  void a_change_of_a_few_millionths_is_roundings() {
    ProfileComparison comparison = compare(trace(3e-6f, 0.6f, 0.4f), trace(-1e-6f, 0.6f, 0.4f));
    assertThat(comparison.changes()).hasSize(1);
    assertThat(comparison.changes().get(0).explained()).isTrue();
    assertThat(comparison.changes().get(0).describe())
        .startsWith("sample 1: rounding decided: margin 3e-06 became -1e-06");
    assertThat(comparison.disagreements()).isEmpty();
  }

  @Test
  void a_change_by_a_tenth_is_not() {
    ProfileComparison comparison = compare(trace(0.1f, 0.6f, 0.4f), trace(-1e-6f, 0.6f, 0.4f));
    assertThat(comparison.changes().get(0).explained()).isFalse();
    assertThat(comparison.changes().get(0).describe())
        .startsWith("sample 1: rounding does not explain it: margin 1e-01");
    assertThat(comparison.disagreements())
        .singleElement()
        .asString()
        .startsWith("sample 1, question 1: the logits differ by 0.10000");
  }

  @Test
  void runs_that_parted_where_the_gradient_is_nearly_zero_differ_by_little() {
    Trace there = trace(-1e-3f, 0.6f, 0.6f);
    assertThat(compare(trace(1e-6f, 0.6f, 0.4f), trace(-1e-6f, 0.6f, 0.6f)).changes().get(0))
        .matches(ProfileComparison.Change::explained);
    assertThat(compare(trace(1e-6f, 0.6f, 0.4f), there).changes().get(0))
        .matches(change -> !change.explained());
  }

  @Test
  void runs_that_parted_where_the_gradient_is_large_may_differ_by_as_much() {
    assertThat(compare(trace(1e-3f, 0.6f, 0.4f), trace(-1e-3f, 0.59f, 0.4f)).changes().get(0))
        .matches(ProfileComparison.Change::explained);
  }

  @Test
  void another_start_is_found_and_explains_nothing() {
    Trace elsewhere =
        new Trace(
            0,
            List.of(query(1, GRADIENT, 0.5f, 0.50001f), query(-1e-6f, new float[0], 0.6f, 0.4f)));
    ProfileComparison comparison = compare(trace(1e-6f, 0.6f, 0.4f), elsewhere);
    assertThat(comparison.otherStarts()).containsExactly(1);
    assertThat(comparison.changes().get(0).explained()).isFalse();
  }

  @Test
  void a_gradient_of_another_sample_is_a_disagreement() {
    Trace mixed =
        new Trace(
            0,
            List.of(
                query(1, new float[] {0.4f, -1e-3f}, 0.5f, 0.5f),
                query(1, new float[0], 0.6f, 0.4f)));
    assertThat(compare(trace(1, 0.6f, 0.4f), mixed).disagreements())
        .singleElement()
        .asString()
        .contains("sample 1, question 0: the gradients differ by");
  }

  @Test
  void an_answer_of_na_n_is_a_disagreement() {
    Trace broken = trace(Float.NaN, 0.6f, 0.4f);
    assertThat(compare(trace(1, 0.6f, 0.4f), broken).disagreements()).hasSize(1);
  }
}
