package org.robustgrid.datasets;

import java.nio.ByteBuffer;
import java.util.List;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * The toy data of Ganz et al. 2023, appendix G.1: two classes on the line x₂ = 2x₁, each a mixture
 * of three Gaussians along it. 6,000 training and 600 test samples, balanced; no box.
 */
public final class LineProvider implements DatasetProvider {

  /** Centres of the modes in x₁, by class. */
  private static final double[][] CENTRES = {{-50, -10, 30}, {-30, 10, 50}};

  private static final int TRAINING_PER_MODE = 1000;
  private static final int TEST_PER_MODE = 100;

  private static final Parameter<Long> SEED =
      Parameter.longInteger("seed", 0, "seed of the samples");

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder("line-2d", "Two classes that alternate along a line in the plane")
          .citation("Ganz, Kawar and Elad 2023, appendix G.1")
          .parameters(SEED)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    RandomKey key = RandomKey.of(parameters.get(SEED)).with("line-2d");
    FloatView training = view(key.with("training"), TRAINING_PER_MODE);
    FloatView test = view(key.with("test"), TEST_PER_MODE);
    return new PlaneDataset(training, test, ContentHash.of(List.of(hash(training), hash(test))));
  }

  /** Samples in random order, so that the first n are nearly balanced. */
  private static FloatView view(RandomKey key, int perMode) {
    int modes = 2 * CENTRES[0].length;
    int[] order = key.with("order").stream().permutation(modes * perMode);
    float[] samples = new float[2 * order.length];
    int[] labels = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      int mode = order[i] % modes;
      RandomStream stream = key.with("sample").with(order[i]).stream();
      double x = CENTRES[mode % 2][mode / 2] + stream.nextGaussian();
      samples[2 * i] = (float) x;
      samples[2 * i + 1] = (float) (2 * x);
      labels[i] = mode % 2;
    }
    return new FloatView(samples, labels);
  }

  private static String hash(FloatView view) {
    ByteBuffer bytes = ByteBuffer.allocate(view.size() * 12);
    float[] sample = new float[2];
    int[] label = new int[1];
    for (int i = 0; i < view.size(); i++) {
      view.read(new int[] {i}, sample, label);
      bytes.putFloat(sample[0]).putFloat(sample[1]).putInt(label[0]);
    }
    return ContentHash.of(bytes.array());
  }

  private record PlaneDataset(FloatView training, FloatView test, String identity)
      implements Dataset {

    @Override
    public long[] inputShape() {
      return new long[] {2};
    }

    @Override
    public List<String> classNames() {
      return List.of("0", "1");
    }

    @Override
    public Domain domain() {
      return Domain.UNBOUNDED;
    }
  }
}
