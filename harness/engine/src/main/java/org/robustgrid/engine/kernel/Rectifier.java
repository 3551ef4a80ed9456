package org.robustgrid.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** ReLU in place, and its mask from what it left: 1 where positive, 0 at exactly 0. */
public final class Rectifier implements AutoCloseable {

  private final INDArray y;
  private final RectifiedLinear relu;
  private Step step;
  private INDArray scratched;

  public Rectifier(INDArray y) {
    this.y = y;
    this.relu = new RectifiedLinear(y, y, 0);
  }

  public void forward() {
    Nd4j.getExecutioner().exec(relu);
  }

  /**
   * Multiplies by the mask.
   *
   * @param scratch shaped as the output
   */
  public void mask(INDArray cotangent, INDArray scratch) {
    if (scratched != scratch) {
      closeStep();
      scratched = scratch;
      step = new Step(y, scratch);
    }
    Nd4j.getExecutioner().exec(step);
    cotangent.muli(scratch);
  }

  private void closeStep() {
    if (step != null) {
      step.scalar().close();
      step = null;
    }
  }

  /** Gives the operations' constants back. */
  @Override
  public void close() {
    relu.scalar().close();
    closeStep();
  }

  /** Multiplies two arrays by the mask. */
  public void mask(INDArray cotangent, INDArray other, INDArray scratch) {
    mask(cotangent, scratch);
    other.muli(scratch);
  }
}
