package org.robustgrid.run.plugins;

import java.util.List;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Two clouds of points in the unit square, one per class; a few points lie in the wrong cloud. As
 * pictures they are of two pixels, whose values are on levels of 8 bits.
 */
public final class CloudsProvider implements DatasetProvider {

  private static final Parameter<Integer> TRAINING_SIZE =
      Parameter.integer("training-size", 200, "points to train on").atLeast(10);

  private static final Parameter<Integer> TEST_SIZE =
      Parameter.integer("test-size", 60, "points to test on").atLeast(1);

  private static final Parameter<Integer> CLASSES =
      Parameter.integer("classes", 2, "how many clouds, on a line").atLeast(2).atMost(4);

  private static final Parameter<String> AS =
      Parameter.choice("as", List.of("points", "pictures"), "what they are");

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder("clouds", "Two clouds in the unit square.")
          .parameters(TRAINING_SIZE, TEST_SIZE, AS, CLASSES)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    int training = parameters.get(TRAINING_SIZE);
    int test = parameters.get(TEST_SIZE);
    boolean pictures = parameters.get(AS).equals("pictures");
    int classes = parameters.get(CLASSES);
    return new Dataset() {
      @Override
      public long[] inputShape() {
        return pictures ? new long[] {1, 1, 2} : new long[] {2};
      }

      @Override
      public List<String> classNames() {
        return classes == 2
            ? List.of("low", "high")
            : List.of("low", "middle", "high", "top").subList(0, classes);
      }

      @Override
      public Domain domain() {
        return Domain.UNIT;
      }

      @Override
      public DataView training() {
        return new Cloud(training, "training", pictures, classes);
      }

      @Override
      public DataView test() {
        return new Cloud(test, "test", pictures, classes);
      }

      @Override
      public String identity() {
        return "clouds-"
            + training
            + "-"
            + test
            + (pictures ? "-pictures" : "")
            + (classes == 2 ? "" : "-" + classes);
      }
    };
  }

  private record Cloud(int size, String purpose, boolean pictures, int classes)
      implements DataView {

    @Override
    public void read(int[] indices, float[] images, int[] labels) {
      for (int i = 0; i < indices.length; i++) {
        labels[i] = label(indices[i]);
        RandomStream stream = RandomKey.of(5).with(purpose).with(indices[i]).stream();
        double centre = 0.3 + 0.4 * labels[i] / (classes - 1);
        for (int j = 0; j < 2; j++) {
          double value = centre + 0.08 * stream.nextGaussian();
          float clipped = (float) Domain.UNIT.clip(value);
          images[2 * i + j] = pictures ? Math.round(clipped * 255) / 255f : clipped;
        }
      }
    }

    @Override
    public int label(int index) {
      return index % classes;
    }
  }
}
