package org.robustgrid.run.grid;

import java.util.List;

/**
 * The epochs whose weights a training leaves behind.
 *
 * @param epochs counted from 1, in order; empty for all
 */
public record KeptEpochs(List<Integer> epochs) {

  /** Every epoch. */
  public static final KeptEpochs ALL = new KeptEpochs(List.of());

  public KeptEpochs {
    epochs = epochs.stream().sorted().distinct().toList();
  }

  public boolean keeps(int epoch) {
    return epochs.isEmpty() || epochs.contains(epoch);
  }
}
