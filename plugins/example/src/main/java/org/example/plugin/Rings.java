package org.example.plugin;

import java.util.List;
import java.util.Objects;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Points on three rings of radii 0.1, 0.25 and 0.4, with Gaussian noise. */
record Rings(int trainingSize, int testSize) implements Dataset {

  private static final double NOISE = 0.015;

  @Override
  public long[] inputShape() {
    return new long[] {2};
  }

  @Override
  public List<String> classNames() {
    return List.of("inner", "middle", "outer");
  }

  @Override
  public Domain domain() {
    return Domain.UNIT;
  }

  @Override
  public DataView training() {
    return new Part("training", trainingSize);
  }

  @Override
  public DataView test() {
    return new Part("test", testSize);
  }

  @Override
  public String identity() {
    // data in files would use the hash of their content
    return "rings-" + trainingSize + "-" + testSize;
  }

  private record Part(String name, int size) implements DataView {

    @Override
    public int label(int index) {
      return Objects.checkIndex(index, size) % 3;
    }

    @Override
    public void read(int[] indices, float[] images, int[] labels) {
      for (int i = 0; i < indices.length; i++) {
        labels[i] = label(indices[i]);
        RandomStream random = RandomKey.of(0).with(name).with(indices[i]).stream();
        double angle = 2 * Math.PI * random.nextDouble();
        double radius = 0.1 + 0.15 * labels[i] + NOISE * random.nextGaussian();
        images[2 * i] = (float) Domain.UNIT.clip(0.5 + radius * Math.cos(angle));
        images[2 * i + 1] = (float) Domain.UNIT.clip(0.5 + radius * Math.sin(angle));
      }
    }
  }
}
