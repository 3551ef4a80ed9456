package org.robustgrid.defenses.distillation;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * The student's targets, one for each training image: the teacher's logits, averaged over augmented
 * passes (Seguin et al. 2021, appendix A.3) and then manipulated.
 */
final class TeacherTargets {

  private static final int BLOCK = 64;

  /**
   * The passes that compute a teacher's logits.
   *
   * @param number number of passes that are averaged; all but the first are augmented
   * @param batchStatistics whether batch norms use the statistics of random batches instead of the
   *     running statistics; the batches have the training batch size and are drawn again for each
   *     pass
   */
  record Passes(int number, boolean batchStatistics) {

    private int[] order(int images, RandomKey pass) {
      if (batchStatistics) {
        return pass.with("batches").stream().permutation(images);
      }
      int[] order = new int[images];
      Arrays.setAll(order, i -> i);
      return order;
    }

    private double[] logits(Network teacher, INDArray batch, RandomKey key) {
      if (!batchStatistics) {
        return HostArrays.read(teacher.logits(batch));
      }
      try (Pass pass = teacher.forward(batch, Mode.BATCH_STATISTICS, key)) {
        return HostArrays.read(pass.logits());
      }
    }
  }

  private final double[] targets;
  private final int classes;

  private TeacherTargets(double[] targets, int classes) {
    this.targets = targets;
    this.classes = classes;
  }

  /**
   * Computes the targets of all training images.
   *
   * @param teacher the robust teacher
   * @param standard a standard teacher, for {@link Manipulation.Kind#HYBRID}
   * @param passes the passes that compute the teachers' logits
   */
  static TeacherTargets of(
      DefenseRequest request,
      Network teacher,
      Optional<Network> standard,
      Manipulation manipulation,
      Passes passes) {
    DataView view = request.training();
    int classes = teacher.classes();
    manipulation.requireClasses(classes);
    double[] robust = logits(request, teacher, passes);
    double[] other = standard.isPresent() ? logits(request, standard.get(), passes) : robust;
    RandomKey random = request.random().with("manipulation");
    double[] targets = new double[robust.length];
    for (int i = 0; i < view.size(); i++) {
      double[] own = Arrays.copyOfRange(robust, i * classes, (i + 1) * classes);
      double[] second = Arrays.copyOfRange(other, i * classes, (i + 1) * classes);
      double[] target = manipulation.apply(own, second, view.label(i), random.with(i));
      System.arraycopy(target, 0, targets, i * classes, classes);
    }
    return new TeacherTargets(targets, classes);
  }

  private static double[] logits(DefenseRequest request, Network teacher, Passes asked) {
    DataView view = request.training();
    long[] shape = request.inputShape();
    int classes = teacher.classes();
    TrainingSettings settings = request.settings();
    ShiftedImages shifted = new ShiftedImages(shape, settings, request.domain());
    // without augmentation and random batches all passes are equal
    int passes = shifted.still() && !asked.batchStatistics() ? 1 : asked.number();
    int block = asked.batchStatistics() ? Math.min(view.size(), settings.batchSize()) : BLOCK;
    double[] sums = new double[view.size() * classes];
    float[] images = new float[block * HostArrays.length(shape)];
    for (int pass = 0; pass < passes; pass++) {
      RandomKey key = request.random().with("teacher").with(pass);
      int[] order = asked.order(view.size(), key);
      for (int from = 0; from < view.size(); from += block) {
        request.monitor().check();
        // the last batch is filled with earlier images, so that all batches have the same size
        int first = asked.batchStatistics() ? Math.min(from, view.size() - block) : from;
        int[] indices = Arrays.copyOfRange(order, first, Math.min(first + block, view.size()));
        view.read(indices, images, new int[indices.length]);
        INDArray batch =
            Nd4j.createUninitialized(teacher.precision(), batched(indices.length, shape), 'c');
        HostArrays.write(
            shifted.of(images, indices, pass == 0 ? Optional.empty() : Optional.of(key)), batch);
        double[] logits = asked.logits(teacher, batch, key);
        for (int i = from - first; i < indices.length; i++) {
          for (int c = 0; c < classes; c++) {
            sums[indices[i] * classes + c] += logits[i * classes + c] / passes;
          }
        }
        request
            .monitor()
            .progress(
                (long) pass * view.size() + first + indices.length,
                (long) passes * view.size(),
                "teacher's targets");
      }
    }
    return sums;
  }

  private static long[] batched(int rows, long[] shape) {
    long[] batched = new long[shape.length + 1];
    batched[0] = rows;
    System.arraycopy(shape, 0, batched, 1, shape.length);
    return batched;
  }

  /** Returns the targets of a minibatch's images, [rows, classes], in the student's precision. */
  INDArray of(int[] indices, Network student) {
    double[] rows = new double[indices.length * classes];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(targets, indices[i] * classes, rows, i * classes, classes);
    }
    INDArray array =
        Nd4j.createUninitialized(student.precision(), new long[] {indices.length, classes}, 'c');
    HostArrays.write(rows, array);
    return array;
  }
}
