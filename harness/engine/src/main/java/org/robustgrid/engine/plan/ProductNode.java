package org.robustgrid.engine.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.onednn.Products;

/**
 * Products of matrices [n, rows, inner] and [n, inner, columns] of every sample, by oneDNN in
 * float.
 *
 * <p>With C = A B: Ċ = V B + A W, Ā = G Bᵀ + H Wᵀ, B̄ = Aᵀ G + Vᵀ H, V̄ = H Bᵀ, W̄ = Aᵀ H.
 */
final class ProductNode extends Node {

  private final long count;
  private final long rows;
  private final long inner;
  private final long columns;

  ProductNode(String name, List<Value> inputs, Value output) {
    super(name, inputs, output);
    long[] a = inputs.get(0).shape();
    this.count = a[0];
    this.rows = a[1];
    this.inner = a[2];
    this.columns = inputs.get(1).shape()[2];
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final Products products;
    private final Map<String, Runnable> made = new HashMap<>();

    Bound(Frame frame) {
      this.frame = frame;
      this.products = new Products(OneDnn.get(), count * frame.rows());
    }

    private void run(String key, Supplier<Runnable> maker) {
      made.computeIfAbsent(key, k -> frame.own(maker)).run();
    }

    private INDArray x(int index) {
      return frame.activation(inputs().get(index));
    }

    private INDArray v(int index) {
      return frame.tangent(inputs().get(index));
    }

    private void multiply(String key, INDArray a, INDArray b, INDArray c, boolean adds) {
      run(key, () -> products.multiply(a, false, b, false, c, rows, inner, columns, adds));
    }

    /** G Bᵀ. */
    private void toFirst(String key, INDArray g, INDArray b, INDArray to, boolean adds) {
      run(key, () -> products.multiply(g, false, b, true, to, rows, columns, inner, adds));
    }

    /** Aᵀ G. */
    private void toSecond(String key, INDArray a, INDArray g, INDArray to, boolean adds) {
      run(key, () -> products.multiply(a, true, g, false, to, inner, rows, columns, adds));
    }

    @Override
    public void forward() {
      multiply("forward", x(0), x(1), frame.activation(output()), false);
    }

    @Override
    public void backward(Wanted wanted) {
      pull(wanted, false);
    }

    private void pull(Wanted wanted, boolean withTangent) {
      INDArray g = frame.cotangent(output());
      Sink first = frame.sink(ProductNode.this, 0);
      if (!first.skipped(wanted)) {
        toFirst("first", g, x(1), first.array(), false);
        if (withTangent) {
          toFirst("first'", frame.tangentCotangent(output()), v(1), first.array(), true);
        }
        first.done();
      }
      Sink second = frame.sink(ProductNode.this, 1);
      if (!second.skipped(wanted)) {
        toSecond("second", x(0), g, second.array(), false);
        if (withTangent) {
          toSecond("second'", v(0), frame.tangentCotangent(output()), second.array(), true);
        }
        second.done();
      }
    }

    @Override
    public void tangent() {
      INDArray to = frame.tangent(output());
      multiply("tangent", v(0), x(1), to, false);
      multiply("tangent'", x(0), v(1), to, true);
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      pull(wanted, true);
      INDArray h = frame.tangentCotangent(output());
      Sink first = frame.tangentSink(ProductNode.this, 0);
      if (!first.toNetworkInput()) {
        toFirst("tangent first", h, x(1), first.array(), false);
        first.done();
      }
      Sink second = frame.tangentSink(ProductNode.this, 1);
      if (!second.toNetworkInput()) {
        toSecond("tangent second", x(0), h, second.array(), false);
        second.done();
      }
    }
  }
}
