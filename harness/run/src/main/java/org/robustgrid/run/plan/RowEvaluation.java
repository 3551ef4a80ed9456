package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a row's evaluation differs from the others'. It never changes what is trained.
 *
 * @param samples the first so many test samples; null for all
 * @param draws of a randomised classifier that an attack's expectation is over; null for the
 *     profile's
 * @param judgements by whose majority a randomised classifier is judged; null likewise
 * @param resubmissions fresh judgements that all must hold where attacks may try again; null
 *     likewise
 * @param base label of the row that it is built on, whose images are replayed first; null for none
 */
public record RowEvaluation(
    Integer samples,
    Integer draws,
    Integer judgements,
    @JsonInclude(JsonInclude.Include.NON_NULL) Integer resubmissions,
    @JsonInclude(JsonInclude.Include.NON_NULL) String base) {

  /** Whether it speaks of a randomised classifier. */
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
