package org.robustgrid.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A fully connected layer: x [rows, in], weights [in, out], y [rows, out]. */
public final class Dense implements AffineKernel {

  private static NativeOp product(INDArray a, INDArray b, INDArray c, int ta, int tb) {
    return NativeOp.of("matmul").in(a, b).out(c).integers(ta, tb, 0).numbers(1, 0);
  }

  @Override
  public Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    NativeOp product = product(x, weights, y, 0, 0);
    if (bias == null) {
      return product::run;
    }
    INDArray row = bias.reshape(1, bias.length());
    NativeOp add = NativeOp.of("add").in(y, row).out(y);
    return () -> {
      product.run();
      add.run();
    };
  }

  @Override
  public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    return product(yCotangent, weights, xCotangent, 0, 1)::run;
  }

  @Override
  public Runnable gradient(
      INDArray x,
      INDArray weights,
      INDArray yCotangent,
      INDArray xCotangent,
      INDArray weightGradient,
      INDArray biasGradient) {
    NativeOp toWeights = product(x, yCotangent, weightGradient, 1, 0);
    Runnable toInput = xCotangent == null ? () -> {} : toInput(weights, yCotangent, xCotangent);
    if (biasGradient == null) {
      return () -> {
        toWeights.run();
        toInput.run();
      };
    }
    INDArray ones = Nd4j.ones(x.dataType(), 1, yCotangent.size(0));
    INDArray row = biasGradient.reshape(1, biasGradient.length());
    NativeOp toBias = product(ones, yCotangent, row, 0, 0);
    return () -> {
      toWeights.run();
      toBias.run();
      toInput.run();
    };
  }
}
