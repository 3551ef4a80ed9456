package org.robustgrid.run.worker;

import java.util.Arrays;
import java.util.Optional;
import org.robustgrid.base.files.Png;
import org.robustgrid.spi.analysis.ImageSet;

/** The first pictures of an image set side by side. */
final class ContactSheet {

  private static final int COLUMNS = 10;
  private static final int MOST = 100;
  private static final int GAP = 1;

  private ContactSheet() {}

  /** A PNG file; empty if the inputs are no pictures of one or three channels. */
  static Optional<byte[]> of(ImageSet set) {
    if (set.shape().size() != 3 || set.shape().get(0) != 1 && set.shape().get(0) != 3) {
      return Optional.empty();
    }
    int channels = set.shape().get(0).intValue();
    int height = set.shape().get(1).intValue();
    int width = set.shape().get(2).intValue();
    int shown = Math.min(MOST, set.size());
    int columns = Math.min(COLUMNS, shown);
    int sheetHeight = (shown + columns - 1) / columns * (height + GAP) - GAP;
    int sheetWidth = columns * (width + GAP) - GAP;
    float[] sheet = new float[channels * sheetHeight * sheetWidth];
    Arrays.fill(sheet, 1);
    for (int i = 0; i < shown; i++) {
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          int from = ((i * channels + c) * height + y) * width;
          int to =
              (c * sheetHeight + i / columns * (height + GAP) + y) * sheetWidth
                  + i % columns * (width + GAP);
          System.arraycopy(set.images(), from, sheet, to, width);
        }
      }
    }
    return Optional.of(Png.encode(channels, sheetHeight, sheetWidth, sheet));
  }
}
