package org.robustgrid.run.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * The outcome of claimed images.
 *
 * @param key the cell's key
 * @param images how many were claimed
 * @param robust outcome bits: 1 if a sample is right and its claimed image, if it has one, does not
 *     break it
 * @param predictions on the claimed image, or without attack where there is none
 * @param norms of the perturbation, in the threat model's norm; 0 if there is none
 * @param imagesHash SHA-256 of the file of images
 * @param seconds wall-clock time of the cell
 * @param modelSeconds the part of it spent in the model
 * @param microBatch samples that the network computed at once, where memory held fewer than the
 *     profile says; else null
 * @param judgements of a randomised classifier by whose majority each image was judged; null of any
 *     other classifier
 * @param resubmitted outcome bits of a randomised classifier: 1 if the sample stands by majority,
 *     and every one of several fresh judgements of its image, if it has one, holds; else null
 */
public record ClaimResult(
    String key,
    int images,
    Bits robust,
    List<Integer> predictions,
    List<Double> norms,
    String imagesHash,
    double seconds,
    double modelSeconds,
    Integer microBatch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Integer judgements,
    @JsonInclude(JsonInclude.Include.NON_NULL) Bits resubmitted)
    implements CellResult {

  public ClaimResult {
    predictions = List.copyOf(predictions);
    norms = List.copyOf(norms);
  }
}
