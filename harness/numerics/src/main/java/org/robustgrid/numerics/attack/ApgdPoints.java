package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.AttackMemory;
import org.robustgrid.numerics.norm.FeasibleSet;

/**
 * The points of a batch under APGD, with what belongs to each: the point before, the gradient, the
 * point of the largest loss and its gradient, the last misclassified point.
 *
 * <p>Masks and figures have one entry a row.
 */
sealed interface ApgdPoints extends AutoCloseable permits HostApgdPoints, ResidentApgdPoints {

  /** Points at their start, in this process's memory for attacks. */
  static ApgdPoints begin(FeasibleSet feasible, INDArray images, long[] samples, Start start) {
    return switch (AttackMemory.current()) {
      case HOST -> new HostApgdPoints(feasible, images, samples, start);
      case RESIDENT -> new ResidentApgdPoints(feasible, images, samples, start);
    };
  }

  /** The points, of the images' shape and precision; overwritten by each step. */
  INDArray iterates();

  /**
   * Takes over the gradients of the iterates. Of a row whose gradient is not finite, the gradient
   * becomes zero and the point before the point itself.
   *
   * @param gradient shaped as the iterates; not changed
   * @param norms receives the gradients' L2 norms, 0 where they vanished or are not finite
   */
  void take(INDArray gradient, GradientHealth health, double[] norms);

  /**
   * One step of all rows, see {@link Moves#accelerate}; the gradients are not to be read
   * afterwards.
   */
  void accelerate(double[] norms, AdaptiveStepSize sizes, double momentum);

  /** Makes the rows' points the best ones, with their gradients. */
  void improve(boolean[] rows);

  /** Goes back to the rows' best points and gradients; the point before stays what it was. */
  void restart(boolean[] rows);

  /**
   * Remembers the rows' points as misclassified.
   *
   * @param before whether it is the points before, rather than the present ones
   */
  void keep(boolean[] rows, boolean before);

  /** The points of the largest loss, in a new array. */
  INDArray best();

  /** The misclassified points remembered last, in a new array; where there is none, the start. */
  INDArray adversarial();

  /** Gives the memory back, not that of iterates and answers. */
  @Override
  void close();
}
