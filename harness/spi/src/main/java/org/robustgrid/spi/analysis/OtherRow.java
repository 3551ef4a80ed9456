package org.robustgrid.spi.analysis;

import java.util.List;

/**
 * The outcomes of attacks on another row of the same data set under the same seed.
 *
 * @param label of the row
 * @param base whether it is the model that the analysed row declares to be built on
 * @param boards those that the call is about, with the images that the run kept
 * @param imagesMissing whether an attack broke samples and the run kept no image of it
 * @since 0.1
 */
public record OtherRow(
    String label, boolean base, List<AttackedBoard> boards, boolean imagesMissing) {

  public OtherRow {
    boards = List.copyOf(boards);
  }
}
