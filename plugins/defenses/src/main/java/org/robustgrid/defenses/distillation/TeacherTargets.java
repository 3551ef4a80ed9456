package org.robustgrid.defenses.distillation;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * One target for each training image: the teacher's logits, averaged over augmented passes (Seguin
 * et al. 2021, appendix A.3), then manipulated.
 */
final class TeacherTargets {

  private static final int BLOCK = 64;

  private final double[] targets;
  private final int classes;

  private TeacherTargets(double[] targets, int classes) {
    this.targets = targets;
    this.classes = classes;
  }

  /**
   * Asks the teachers about every training image.
   *
   * @param teacher the robust teacher
   * @param standard a standard teacher, for {@link Manipulation.Kind#HYBRID}
   * @param passes augmented passes averaged; the first is of the image as it is
   */
  static TeacherTargets of(
      DefenseRequest request,
      Network teacher,
      Optional<Network> standard,
      Manipulation manipulation,
      int passes) {
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

  private static double[] logits(DefenseRequest request, Network teacher, int augmented) {
    DataView view = request.training();
    long[] shape = request.inputShape();
    int length = HostArrays.length(shape);
    int classes = teacher.classes();
    ShiftedImages shifted = new ShiftedImages(shape, request.settings(), request.domain());
    // without augmentation every pass would say the same
    int passes = shifted.still() ? 1 : augmented;
    double[] sums = new double[view.size() * classes];
    float[] images = new float[BLOCK * length];
    for (int from = 0; from < view.size(); from += BLOCK) {
      request.monitor().check();
      int rows = Math.min(BLOCK, view.size() - from);
      int first = from;
      int[] indices = new int[rows];
      Arrays.setAll(indices, i -> first + i);
      view.read(indices, images, new int[rows]);
      INDArray batch = Nd4j.createUninitialized(teacher.precision(), batched(rows, shape), 'c');
      for (int pass = 0; pass < passes; pass++) {
        RandomKey key = request.random().with("teacher").with(pass);
        HostArrays.write(
            shifted.of(images, indices, pass == 0 ? Optional.empty() : Optional.of(key)), batch);
        double[] logits = HostArrays.read(teacher.logits(batch));
        for (int i = 0; i < rows * classes; i++) {
          sums[from * classes + i] += logits[i] / passes;
        }
      }
      request.monitor().progress(from + rows, view.size(), "teacher's targets");
    }
    return sums;
  }

  private static long[] batched(int rows, long[] shape) {
    long[] batched = new long[shape.length + 1];
    batched[0] = rows;
    System.arraycopy(shape, 0, batched, 1, shape.length);
    return batched;
  }

  /** The targets of a minibatch's images, [rows, classes], in the given precision. */
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
