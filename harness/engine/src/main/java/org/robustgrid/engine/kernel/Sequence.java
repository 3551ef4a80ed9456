package org.robustgrid.engine.kernel;

import java.util.List;

/** Operations that run one after the other, and are closed together. */
record Sequence(List<NativeOp> operations) implements Runnable, AutoCloseable {

  static Sequence of(NativeOp... operations) {
    return new Sequence(List.of(operations));
  }

  @Override
  public void run() {
    for (int i = 0; i < operations.size(); i++) {
      operations.get(i).run();
    }
  }

  @Override
  public void close() {
    operations.forEach(NativeOp::close);
  }
}
