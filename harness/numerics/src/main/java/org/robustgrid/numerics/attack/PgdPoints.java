package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.AttackMemory;
import org.robustgrid.numerics.norm.FeasibleSet;

/**
 * The points of a batch under PGD: where they lie and how they step. Buffers are kept from one
 * batch to the next of the same shape.
 */
sealed interface PgdPoints permits HostPgdPoints, ResidentPgdPoints {

  /** Points in this process's memory for attacks. */
  static PgdPoints of(FeasibleSet feasible, DataType precision) {
    return switch (AttackMemory.current()) {
      case HOST -> new HostPgdPoints(feasible, precision);
      case RESIDENT -> new ResidentPgdPoints(feasible, precision);
    };
  }

  /** Where these points lie. */
  AttackMemory memory();

  /**
   * Begins a batch.
   *
   * @param images the originals, [rows, …], of the points' precision
   * @param randomStart whether a run without given starts begins at random points of the ball
   */
  void begin(INDArray images, long[] samples, Start start, boolean randomStart);

  /** The points, of the images' shape and precision; overwritten by each step. */
  INDArray iterates();

  /**
   * One step: along the steepest ascent, then to the nearest feasible point. Rows whose gradient
   * vanished or is not finite stay where they are and are flagged.
   *
   * @param gradient of the iterates, shaped as they are; not changed
   */
  void ascend(INDArray gradient, double size, GradientHealth health);
}
