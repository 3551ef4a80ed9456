package org.example.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/** {@code binary-images}: records of a label byte and 32×32 red, green and blue bytes. */
public final class BinaryImagesProvider implements DatasetProvider {
  private static final int PIXELS = 3 * 32 * 32;
  private static final int RECORD = 1 + PIXELS;
  private static final List<String> CLASSES = List.of("0 1 2 3 4 5 6 7 8 9".split(" "));
  private static final Parameter<Path> FOLDER = Parameter.folder("folder", "of train and test.bin");

  @Override
  public DatasetDescriptor descriptor() {
    return DatasetDescriptor.builder("binary-images", "Images as bytes").parameters(FOLDER).build();
  }

  @Override
  public Dataset create(Parameters parameters) {
    Path train = parameters.get(FOLDER).resolve("train.bin");
    Path test = parameters.get(FOLDER).resolve("test.bin");
    String hash = ContentHash.of(List.of(ContentHash.of(train), ContentHash.of(test)));
    return Dataset.of(new long[] {3, 32, 32}, CLASSES, Domain.UNIT, view(train), view(test), hash);
  }

  private static DataView view(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      int[] labels = new int[bytes.limit() / RECORD];
      if (labels.length * RECORD != bytes.limit() || labels.length == 0) {
        throw new DataException(file + " ends within a record, at byte " + bytes.limit());
      }
      for (int i = 0; i < labels.length; i++) {
        labels[i] = bytes.get(i * RECORD) & 0xFF;
        if (labels[i] >= CLASSES.size()) {
          throw new DataException(file + ": label " + labels[i] + " in record " + i + " is over 9");
        }
      }
      return DataView.of(labels, PIXELS, (sample, images, offset) -> {
        for (int i = 0; i < PIXELS; i++) {
          images[offset + i] = (bytes.get(sample * RECORD + 1 + i) & 0xFF) / 255f;
        }
      });
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
