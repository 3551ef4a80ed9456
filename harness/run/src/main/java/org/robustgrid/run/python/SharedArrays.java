package org.robustgrid.run.python;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.base.UserException;

/**
 * The file of arrays that both sides map into memory; it only grows. It lies in the system's file
 * system in memory while there is room, where it has no name once both sides have opened it, so
 * that the system frees it with them; else in the process's folder.
 */
public final class SharedArrays implements AutoCloseable {

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int ALIGNMENT = 64;
  private static final int BLOCK = 1 << 20;

  /** How many bytes there is room for beside a file. */
  interface Room {
    long beside(Path file) throws IOException;
  }

  private static final Room OF_THE_SYSTEM =
      file -> Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();

  private enum Place {
    MEMORY,
    /** The other side does not know of the file yet. */
    MOVED_TO_DISK,
    DISK
  }

  private final Path folder;
  private final Room room;
  private Place place;
  private Path file;
  private RandomAccessFile open;
  private MappedByteBuffer map;

  /**
   * An empty file.
   *
   * @param folder of the process, which is removed after it
   */
  SharedArrays(Path folder) throws IOException {
    this(folder, MEMORY, OF_THE_SYSTEM);
  }

  SharedArrays(Path folder, Path memory, Room room) throws IOException {
    this.folder = folder;
    this.room = room;
    if (Files.isDirectory(memory) && Files.isWritable(memory)) {
      file = Files.createTempFile(memory, "robustgrid-", ".arrays");
      place = Place.MEMORY;
    } else {
      file = onDisk();
      place = Place.DISK;
    }
    open = new RandomAccessFile(file.toFile(), "rw");
  }

  private Path onDisk() {
    return folder.resolve("arrays.bin");
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** The offset of an array that follows one of this many bytes. */
  public static long after(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Makes the file hold at least this many bytes; earlier contents stay. */
  public void require(long bytes) {
    if (map != null && map.capacity() >= bytes) {
      return;
    }
    try {
      if (place == Place.MEMORY && !hasRoom(bytes)) {
        move();
      }
      grow(bytes);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "cannot share " + bytes + " bytes with Python in " + file + ": " + e.getMessage(), e);
    }
  }

  /** Whether growing leaves to others as much as it takes. */
  private boolean hasRoom(long bytes) throws IOException {
    return bytes - open.length() <= room.beside(file) / 2;
  }

  private void move() throws IOException {
    close();
    place = Place.MOVED_TO_DISK;
    file = onDisk();
    open = new RandomAccessFile(file.toFile(), "rw");
  }

  /** Writes what is new: a page that has no room is an error here, not a signal when it is used. */
  private void grow(long bytes) throws IOException {
    ByteBuffer before = map;
    byte[] zeros = new byte[BLOCK];
    open.seek(open.length());
    for (long left = bytes - open.length(); left > 0; left -= BLOCK) {
      open.write(zeros, 0, (int) Math.min(BLOCK, left));
    }
    map = open.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    map.order(ByteOrder.LITTLE_ENDIAN);
    if (before != null && place == Place.MOVED_TO_DISK) {
      map.duplicate().put(before.duplicate().rewind());
    }
  }

  /** Whether the file is another one since this was last asked. */
  boolean hasMoved() {
    if (place != Place.MOVED_TO_DISK) {
      return false;
    }
    place = Place.DISK;
    return true;
  }

  /** Takes its name from a file in memory, which both sides have opened. */
  void unname() throws IOException {
    if (place == Place.MEMORY) {
      Files.deleteIfExists(file);
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

  @Override
  public void close() throws IOException {
    unname();
    open.close();
  }
}
