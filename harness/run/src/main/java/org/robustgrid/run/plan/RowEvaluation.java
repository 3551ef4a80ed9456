package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A row's own evaluation settings. They never affect training.
 *
 * @param samples number of test samples used, from the first on; null for all
 * @param draws number of draws over which attacks on a randomised classifier average; null for the
 *     profile's default
 * @param judgements number of fresh draws whose majority decides a prediction of a randomised
 *     classifier; null for the profile's default
 * @param resubmissions fresh judgements that all must hold where attacks may try again; null for
 *     the default
 * @param base label of the row that it is built on, whose images are replayed first; null for none
 */
public record RowEvaluation(
    Integer samples,
    Integer draws,
    Integer judgements,
    @JsonInclude(JsonInclude.Include.NON_NULL) Integer resubmissions,
    @JsonInclude(JsonInclude.Include.NON_NULL) String base) {

  /** Whether it has settings for a randomised classifier. */
  boolean randomised() {
    return draws != null || judgements != null || resubmissions != null;
  }

  /** The profile that the row's clean evaluation and attacks are computed under. */
  ExecutionProfile under(ExecutionProfile profile) {
    return profile
        .withDraws(
            draws == null ? profile.draws() : draws,
            judgements == null ? profile.judgements() : judgements)
        .withResubmissions(resubmissions == null ? profile.resubmissions() : resubmissions);
  }
}
