package org.robustgrid.run.cell;

import java.util.List;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * A model's predictions without attack.
 *
 * @param key the cell's key
 * @param predictions by sample; −1 if the classifier abstained or its logits were not finite
 * @param correct outcome bits: 1 if the prediction is the label
 * @param agreement share of judgements that agree with the label, by sample; empty unless the
 *     classifier is randomised
 * @param notFinite samples whose logits were not finite
 * @param seconds wall-clock time of the cell
 * @param microBatch samples that the network computed at once, where memory held fewer than the
 *     profile says; else null
 */
public record CleanResult(
    String key,
    List<Integer> predictions,
    Bits correct,
    List<Double> agreement,
    List<Integer> notFinite,
    double seconds,
    Integer microBatch)
    implements CellResult {

  /** Predictions by whole micro-batches. */
  public CleanResult(
      String key,
      List<Integer> predictions,
      Bits correct,
      List<Double> agreement,
      List<Integer> notFinite,
      double seconds) {
    this(key, predictions, correct, agreement, notFinite, seconds, null);
  }

  /** Of the first samples those that are right, ascending: the ones that attacks are about. */
  public int[] rightOfFirst(int samples) {
    return correct.first(samples).right().toArray();
  }

  /** Of the first samples those whose logits were not finite. */
  public List<Integer> notFiniteOfFirst(int samples) {
    return notFinite.stream().filter(sample -> sample < samples).toList();
  }
}
