package org.robustgrid.run.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.SortedMap;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * An attack's outcome, sample by sample. Samples that were wrong without attack are not attacked;
 * they count as broken.
 *
 * @param key the cell's key
 * @param predictions on the adversarial image, or the clean prediction where not attacked
 * @param robust outcome bits: 1 if the sample is right and stays right
 * @param norms of the perturbation, in the threat model's norm; 0 if not attacked
 * @param agreement share of judgements that agree with the label, by sample; empty unless the
 *     classifier is randomised
 * @param notFinite samples at whose adversarial image, or at another point of the ball and the
 *     domain, the logits were not finite; they count as broken
 * @param vanished attacked samples of which a gradient that the attack asked for was exactly zero
 *     or not finite, at a point of the ball and the domain that the model got right
 * @param attacked number of samples attacked
 * @param forward forward passes of the attack, in samples
 * @param backward backward passes, in samples
 * @param adversarialsHash SHA-256 of the file of kept images, empty if none was kept
 * @param seconds wall-clock time of the cell
 * @param modelSeconds the part of it spent in the model
 * @param microBatch samples that the network computed at once, where memory held fewer than the
 *     profile says; else null
 * @param aim what a targeted attack was after; else null
 * @param foundBy for each component of an ensemble, the samples that it broke; else null
 * @param resubmitted outcome bits of a randomised classifier: 1 if the sample is robust, and every
 *     one of several fresh judgements of its image holds; null of any other classifier
 * @param brokenAfter by sample, the passes, forward and backward, that it took until the model was
 *     first wrong about it at a point of the ball and the domain, null if the attack did not break
 *     it; else null: of a randomised classifier and of other goals than any other class
 */
public record AttackCellResult(
    String key,
    List<Integer> predictions,
    Bits robust,
    List<Double> norms,
    List<Double> agreement,
    List<Integer> notFinite,
    int vanished,
    int attacked,
    long forward,
    long backward,
    String adversarialsHash,
    double seconds,
    double modelSeconds,
    Integer microBatch,
    Aim aim,
    SortedMap<String, Integer> foundBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) Bits resubmitted,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Long> brokenAfter)
    implements CellResult {

  /** An outcome whose images were judged once, of which no passes until then are known. */
  public AttackCellResult(
      String key,
      List<Integer> predictions,
      Bits robust,
      List<Double> norms,
      List<Double> agreement,
      List<Integer> notFinite,
      int vanished,
      int attacked,
      long forward,
      long backward,
      String adversarialsHash,
      double seconds,
      double modelSeconds,
      Integer microBatch,
      Aim aim,
      SortedMap<String, Integer> foundBy) {
    this(
        key,
        predictions,
        robust,
        norms,
        agreement,
        notFinite,
        vanished,
        attacked,
        forward,
        backward,
        adversarialsHash,
        seconds,
        modelSeconds,
        microBatch,
        aim,
        foundBy,
        null,
        null);
  }

  /** Stands for the target of a sample that was not attacked. */
  public static final int NO_TARGET = -1;

  /**
   * What a targeted attack was after. Its outcome bits are 1 if a sample is right and no target was
   * reached, its agreement is that with the target.
   *
   * @param targets by sample, the one that the recorded image was to reach; {@link #NO_TARGET}
   *     where not attacked
   * @param tried pairs of a sample and a target
   * @param reached how many of the pairs the attack reached
   */
  public record Aim(List<Integer> targets, int tried, int reached) {

    public Aim {
      targets = List.copyOf(targets);
    }
  }

  /** The class whose prediction decides about a sample: the target, else its label. */
  public int decisive(int sample, int label) {
    return aim == null || aim.targets().get(sample) == NO_TARGET
        ? label
        : aim.targets().get(sample);
  }

  /** Whether a sample's recorded image was judged by a target. */
  public boolean aimed(int sample) {
    return aim != null && aim.targets().get(sample) != NO_TARGET;
  }
}
