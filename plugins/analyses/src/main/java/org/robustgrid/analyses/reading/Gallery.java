package org.robustgrid.analyses.reading;

import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.Image;

/** Arranges pictures of inputs in rows and columns, with white lines between them. */
public final class Gallery {

  private static final int GAP = 1;

  private final int channels;
  private final int height;
  private final int width;
  private final Domain domain;

  private Gallery(long[] shape, Domain domain) {
    this.channels = (int) shape[0];
    this.height = (int) shape[1];
    this.width = (int) shape[2];
    this.domain = domain;
  }

  /** Creates a gallery of a request's inputs. Call it only if {@link #fits} holds. */
  public static Gallery of(AnalysisRequest request) {
    return new Gallery(request.inputShape(), request.domain());
  }

  /** Whether inputs are grey or colour pictures in a bounded domain. */
  public static boolean fits(AnalysisRequest request) {
    long[] shape = request.inputShape();
    return shape.length == 3
        && (shape[0] == 1 || shape[0] == 3)
        && Double.isFinite(request.domain().low())
        && Double.isFinite(request.domain().high());
  }

  /**
   * Draws the gallery as one picture. Values are mapped from the domain to [0, 1].
   *
   * @param rows rows of inputs, each in C order; shorter rows end in white
   */
  public Image image(String name, String caption, List<List<float[]>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(1);
    int wide = columns * (width + GAP) - GAP;
    int high = rows.size() * (height + GAP) - GAP;
    float[] pixels = new float[channels * high * wide];
    Arrays.fill(pixels, 1);
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < rows.get(r).size(); c++) {
        int at = r * (height + GAP) * wide + c * (width + GAP);
        place(rows.get(r).get(c), pixels, at, high, wide);
      }
    }
    return new Image(name, caption, channels, high, wide, pixels);
  }

  private void place(float[] input, float[] pixels, int at, int high, int wide) {
    double range = domain.high() - domain.low();
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double value = input[(channel * height + y) * width + x];
          pixels[channel * high * wide + at + y * wide + x] =
              (float) ((domain.clip(value) - domain.low()) / range);
        }
      }
    }
  }
}
