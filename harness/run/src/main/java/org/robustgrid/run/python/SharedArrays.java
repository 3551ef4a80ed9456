package org.robustgrid.run.python;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.robustgrid.base.UserException;

/** The file of arrays that both sides map into memory; it only grows. */
public final class SharedArrays {

  private static final int ALIGNMENT = 64;

  private final Path file;
  private MappedByteBuffer map;

  SharedArrays(Path file) {
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Where an array begins that lies behind one of so many bytes. */
  public static long after(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Makes the file hold at least so many bytes; earlier contents stay. */
  public void require(long bytes) {
    if (map != null && map.capacity() >= bytes) {
      return;
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(bytes);
      map = open.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      map.order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "cannot share " + bytes + " bytes with Python in " + file + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of the file. */
  public int size() {
    return map.capacity();
  }

  /** The bytes of an array, little-endian, where both sides see them. */
  public ByteBuffer at(long offset, long bytes) {
    return map.slice(Math.toIntExact(offset), Math.toIntExact(bytes))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  void write(double[] values, long offset, boolean wide) {
    ByteBuffer at = map.position((int) offset).slice().order(ByteOrder.LITTLE_ENDIAN);
    if (wide) {
      at.asDoubleBuffer().put(values);
    } else {
      float[] narrow = new float[values.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (float) values[i];
      }
      at.asFloatBuffer().put(narrow);
    }
  }

  double[] doubles(long offset, int count) {
    double[] values = new double[count];
    map.position((int) offset).slice().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  int[] integers(long offset, int count) {
    int[] values = new int[count];
    map.position((int) offset).slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }
}
