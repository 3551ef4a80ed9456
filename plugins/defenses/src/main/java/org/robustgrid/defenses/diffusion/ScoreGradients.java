package org.robustgrid.defenses.diffusion;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.numerics.diffusion.ScoreDifference;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/** Computes the score-based gradients of all training images and writes them to a file. */
final class ScoreGradients {

  private static final int BLOCK = 64;

  private final ScoreDifference difference;

  ScoreGradients(ScoreDifference difference) {
    this.difference = difference;
  }

  /**
   * Computes the gradients of all images and writes them as little-endian floats in C order over
   * (image, class, input shape).
   */
  void write(Network denoiser, DataView view, RandomKey key, Path file, Monitor monitor)
      throws IOException {
    int length = difference.shape().length();
    float[] images = new float[BLOCK * length];
    ByteBuffer bytes =
        ByteBuffer.allocate(BLOCK * difference.shape().classes() * length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int from = 0; from < view.size(); from += BLOCK) {
        monitor.check();
        int rows = Math.min(BLOCK, view.size() - from);
        int[] indices = new int[rows];
        for (int i = 0; i < rows; i++) {
          indices[i] = from + i;
        }
        view.read(indices, images, new int[rows]);
        bytes.clear();
        for (double value : difference.of(denoiser, images, indices, key)) {
          bytes.putFloat((float) value);
        }
        out.write(bytes.array(), 0, bytes.position());
        monitor.progress(from + rows, view.size(), "score-based gradients");
      }
    }
  }
}
