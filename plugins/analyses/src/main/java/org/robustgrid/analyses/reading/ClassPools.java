package org.robustgrid.analyses.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.data.DataView;

/**
 * The first training samples, sorted by class, for comparison with images and gradients.
 *
 * @param byClass samples of each class in the order of the data, each in C order; empty for a class
 *     without samples
 */
public record ClassPools(List<List<double[]>> byClass) {

  /** Number of training samples to read. */
  public static final Parameter<Integer> POOL =
      Parameter.integer("pool", 2000, "number of training samples to read, the first ones")
          .atLeast(1)
          .atMost(1_000_000);

  private static final int AT_ONCE = 256;

  public ClassPools {
    byClass = byClass.stream().map(List::copyOf).toList();
  }

  /** Reads the first training samples, at most as many as there are. */
  public static ClassPools read(AnalysisRequest request, int most) {
    DataView view = request.samples(SampleSource.TRAINING);
    List<List<double[]>> byClass = new ArrayList<>();
    request.classNames().forEach(name -> byClass.add(new ArrayList<>()));
    int length = LogitTable.length(request);
    int count = Math.min(most, view.size());
    for (int from = 0; from < count; from += AT_ONCE) {
      request.monitor().check();
      int[] rows = IntStream.range(from, Math.min(count, from + AT_ONCE)).toArray();
      float[] images = new float[rows.length * length];
      int[] labels = new int[rows.length];
      view.read(rows, images, labels);
      for (int row = 0; row < rows.length; row++) {
        double[] image = new double[length];
        for (int i = 0; i < length; i++) {
          image[i] = images[row * length + i];
        }
        byClass.get(labels[row]).add(image);
      }
    }
    return new ClassPools(byClass);
  }

  /** The samples of a class. */
  public double[][] of(int label) {
    return byClass.get(label).toArray(double[][]::new);
  }

  /** All samples, class by class. */
  public double[][] all() {
    return byClass.stream().flatMap(List::stream).toArray(double[][]::new);
  }

  /** Returns the first {@code classes} classes without those that have no samples. */
  public int[] present(int classes) {
    return IntStream.range(0, Math.min(classes, byClass.size()))
        .filter(label -> !byClass.get(label).isEmpty())
        .toArray();
  }

  /**
   * Returns a note on those of the first {@code classes} classes that have no samples; empty if all
   * have samples.
   */
  public String lacking(int classes, List<String> names) {
    List<String> lacking =
        IntStream.range(0, Math.min(classes, byClass.size()))
            .filter(label -> byClass.get(label).isEmpty())
            .mapToObj(names::get)
            .toList();
    return lacking.isEmpty()
        ? ""
        : "Left out, since no training sample that was read is of these classes: "
            + String.join(", ", lacking)
            + "; a larger pool may contain some.";
  }
}
