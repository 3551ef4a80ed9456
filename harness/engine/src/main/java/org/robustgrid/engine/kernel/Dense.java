package org.robustgrid.engine.kernel;

import java.util.ArrayList;
import java.util.List;
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
      return product;
    }
    INDArray row = bias.reshape(1, bias.length());
    return Sequence.of(product, NativeOp.of("add").in(y, row).out(y));
  }

  private static NativeOp adjoint(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    return product(yCotangent, weights, xCotangent, 0, 1);
  }

  @Override
  public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    return adjoint(weights, yCotangent, xCotangent);
  }

  @Override
  public Runnable gradient(
      INDArray x,
      INDArray weights,
      INDArray yCotangent,
      INDArray xCotangent,
      INDArray weightGradient,
      INDArray biasGradient) {
    List<NativeOp> operations = new ArrayList<>();
    operations.add(product(x, yCotangent, weightGradient, 1, 0));
    if (biasGradient != null) {
      INDArray ones = Nd4j.ones(x.dataType(), 1, yCotangent.size(0));
      INDArray row = biasGradient.reshape(1, biasGradient.length());
      operations.add(product(ones, yCotangent, row, 0, 0).owning(ones));
    }
    if (xCotangent != null) {
      operations.add(adjoint(weights, yCotangent, xCotangent));
    }
    return new Sequence(operations);
  }
}
