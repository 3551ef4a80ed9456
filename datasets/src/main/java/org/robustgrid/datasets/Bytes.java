package org.robustgrid.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.robustgrid.spi.data.DataException;

/** Bytes read by position from any thread: of an array, of a file, or of several in a row. */
interface Bytes extends AutoCloseable {

  /** What to call them in messages. */
  String name();

  long length();

  /**
   * Reads into the whole of an array.
   *
   * @throws DataException when they end before, or cannot be read
   */
  void read(long position, byte[] target);

  @Override
  default void close() {}

  /** Of an array. */
  static Bytes of(String name, byte[] content) {
    return new OfArray(name, content);
  }

  /**
   * Of a file, which stays open.
   *
   * @throws DataException when it cannot be opened
   */
  static Bytes of(Path file, OpenOption... options) {
    try {
      FileChannel channel = FileChannel.open(file, Set.of(options));
      return new OfFile(file.toString(), channel, channel.size());
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Several in a row. */
  static Bytes joined(List<Bytes> parts) {
    return parts.size() == 1 ? parts.get(0) : new Joined(List.copyOf(parts));
  }

  /** Of an array. */
  record OfArray(String name, byte[] content) implements Bytes {

    @Override
    public long length() {
      return content.length;
    }

    @Override
    public void read(long position, byte[] target) {
      if (position + target.length > content.length) {
        throw new DataException(name + " ends inside a sample; fetch it again");
      }
      System.arraycopy(content, (int) position, target, 0, target.length);
    }
  }

  /** Of a file. */
  record OfFile(String name, FileChannel channel, long length) implements Bytes {

    @Override
    public void read(long position, byte[] target) {
      ByteBuffer buffer = ByteBuffer.wrap(target);
      try {
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, position + buffer.position()) < 0) {
            throw new DataException(name + " became shorter while it was read");
          }
        }
      } catch (IOException e) {
        throw new DataException(name + " cannot be read: " + e, e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(name + " cannot be closed", e);
      }
    }
  }

  /** Several in a row; no read spans two of them. */
  record Joined(List<Bytes> parts, long[] starts) implements Bytes {

    Joined(List<Bytes> parts) {
      this(parts, new long[parts.size()]);
      for (int i = 1; i < starts.length; i++) {
        starts[i] = starts[i - 1] + parts.get(i - 1).length();
      }
    }

    @Override
    public String name() {
      return String.join(", ", parts.stream().map(Bytes::name).toList());
    }

    @Override
    public long length() {
      return starts[starts.length - 1] + parts.get(starts.length - 1).length();
    }

    @Override
    public void read(long position, byte[] target) {
      int found = Arrays.binarySearch(starts, position);
      int part = found >= 0 ? found : -found - 2;
      parts.get(part).read(position - starts[part], target);
    }

    @Override
    public void close() {
      parts.forEach(Bytes::close);
    }
  }
}
