package org.robustgrid.defenses.alignment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.random.RandomKey;

/**
 * Target gradients that are read from a file when they are needed and never held in memory. The
 * file contains little-endian floats in C order over (image, class, input shape).
 */
final class StoredTargets implements TrainingStep.Auxiliary, AutoCloseable {

  private final FileChannel channel;
  private final Path file;
  private final ClassSubset subset;
  private final int length;
  private final ByteBuffer buffer;

  /**
   * Opens a file of target gradients.
   *
   * @param images number of training images
   * @param length numbers per image
   * @throws DataException if the file does not contain images × classes × length floats
   */
  StoredTargets(Path file, int images, ClassSubset subset, int length) {
    this.file = file;
    this.subset = subset;
    this.length = length;
    this.buffer = ByteBuffer.allocateDirect(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try {
      long expected = (long) images * subset.classes() * length * Float.BYTES;
      if (Files.size(file) != expected) {
        throw new DataException(
            file
                + " has "
                + Files.size(file)
                + " bytes, expected "
                + expected
                + " for "
                + images
                + " images of "
                + subset.classes()
                + " classes; delete it to compute it again");
      }
      this.channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public int planes() {
    return subset.size();
  }

  @Override
  public void read(int[] indices, RandomKey step, float[] targets) {
    int out = 0;
    for (int index : indices) {
      for (int c : subset.of(step, index)) {
        readOne(((long) index * subset.classes() + c) * length * Float.BYTES);
        buffer.asFloatBuffer().get(targets, out, length);
        out += length;
      }
    }
  }

  private void readOne(long position) {
    buffer.clear();
    long at = position;
    try {
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, at);
        if (read < 0) {
          throw new DataException(file + " was truncated while it was read");
        }
        at += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
    buffer.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
