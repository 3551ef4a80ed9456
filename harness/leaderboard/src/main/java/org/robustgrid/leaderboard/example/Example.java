package org.robustgrid.leaderboard.example;

import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.ThreatModelEntry;

/**
 * One test sample and what an attack made of it.
 *
 * @param dataset id of the data set
 * @param threatModel the board
 * @param row the row's label
 * @param attack the attack's label
 * @param sample index of the test sample
 * @param label name of the true class
 * @param predicted name of the class predicted on the adversarial image
 * @param shape [channels, height, width] or [features]
 * @param low smallest value of the data set's domain, shown black
 * @param high largest value, shown white
 * @param original values in the order of {@code shape}
 * @param adversarial values in the same order
 */
public record Example(
    String dataset,
    ThreatModelEntry threatModel,
    String row,
    String attack,
    int sample,
    String label,
    String predicted,
    int[] shape,
    double low,
    double high,
    float[] original,
    float[] adversarial) {

  public Example {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    if (original.length != size || adversarial.length != size) {
      throw new IllegalArgumentException(
          "example of sample "
              + sample
              + " holds "
              + original.length
              + " and "
              + adversarial.length
              + " values, expected "
              + size);
    }
  }

  /** Whether the attack changed the prediction away from the true class. */
  public boolean fooled() {
    return !label.equals(predicted);
  }

  /** Whether the values form an image of one (grey) or three (red, green, blue) channels. */
  public boolean isImage() {
    return shape.length == 3
        && (shape[0] == 1 || shape[0] == 3)
        && Double.isFinite(low)
        && Double.isFinite(high);
  }

  /** Whether this example belongs to a row of a board. */
  public boolean isOf(Board board, Row of) {
    return dataset.equals(board.dataset())
        && threatModel.equals(board.threatModel())
        && row.equals(of.label());
  }
}
