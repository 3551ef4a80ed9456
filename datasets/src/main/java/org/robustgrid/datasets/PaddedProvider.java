package org.robustgrid.datasets;

import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.WrappingDatasetProvider;

/**
 * Any images with a border of zeros on all sides, for networks that need larger ones: digits of 28
 * pixels with 2 on each side have the 32 of CIFAR-10.
 */
public final class PaddedProvider implements WrappingDatasetProvider {

  private static final Parameter<String> OF =
      Parameter.dataset("of", "the images that get a border");

  private static final Parameter<Integer> PIXELS =
      Parameter.integer("pixels", 2, "width of the border on each side").atLeast(1).atMost(1024);

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder("padded", "Images of another data set with a border of zeros")
          .parameters(OF, PIXELS)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset wrap(Dataset inner, Parameters parameters) {
    long[] shape = inner.inputShape();
    if (shape.length != 3) {
      throw new DataException(
          "its samples have the shape " + Arrays.toString(shape) + "; only images get a border");
    }
    if (!inner.domain().equals(Domain.UNIT)) {
      throw new DataException(
          "its values lie in "
              + inner.domain().low()
              + " to "
              + inner.domain().high()
              + "; a border of zeros needs images in 0 to 1");
    }
    int pixels = parameters.get(PIXELS);
    long[] padded = {shape[0], shape[1] + 2L * pixels, shape[2] + 2L * pixels};
    Border border = new Border(shape, padded, pixels);
    return new ImageDataset(
        padded,
        inner.classNames(),
        new PaddedView(inner.training(), border),
        new PaddedView(inner.test(), border),
        ContentHash.of(List.of("padded 1", inner.identity(), Integer.toString(pixels))),
        List.of(),
        inner.notes());
  }

  /** A border around images of [channels, height, width]. */
  private record Border(
      int channels, int height, int width, int pixels, int innerLength, int length) {

    Border(long[] inner, long[] padded, int pixels) {
      this(
          Math.toIntExact(inner[0]),
          Math.toIntExact(inner[1]),
          Math.toIntExact(inner[2]),
          pixels,
          SampleFormat.product(inner),
          SampleFormat.product(padded));
    }

    void place(float[] inner, int from, float[] images, int at) {
      Arrays.fill(images, at, at + length, 0);
      int wide = width + 2 * pixels;
      for (int channel = 0; channel < channels; channel++) {
        for (int y = 0; y < height; y++) {
          int row = (channel * (height + 2 * pixels) + pixels + y) * wide + pixels;
          System.arraycopy(inner, from + (channel * height + y) * width, images, at + row, width);
        }
      }
    }
  }

  /** Adds the border to what it reads. */
  private record PaddedView(DataView inner, Border border) implements DataView {

    @Override
    public int size() {
      return inner.size();
    }

    @Override
    public void read(int[] indices, float[] images, int[] labels) {
      float[] read = new float[Math.multiplyExact(indices.length, border.innerLength())];
      inner.read(indices, read, labels);
      for (int i = 0; i < indices.length; i++) {
        border.place(read, i * border.innerLength(), images, i * border.length());
      }
    }

    @Override
    public int label(int index) {
      return inner.label(index);
    }
  }
}
