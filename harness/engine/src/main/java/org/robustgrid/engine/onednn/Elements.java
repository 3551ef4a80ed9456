package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip_v2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.FloatClip;
import org.robustgrid.engine.kernel.NativeCurve;

/** A function of each number in float on oneDNN, and its slope times a vector. */
public final class Elements {

  private final OneDnn oneDnn;
  private final NativeCurve curve;

  public Elements(OneDnn oneDnn, NativeCurve curve) {
    this.oneDnn = oneDnn;
    this.curve = curve;
  }

  private int algorithm() {
    return switch (curve.kind()) {
      case LINE -> dnnl_eltwise_linear;
      case CLIP -> dnnl_eltwise_clip_v2;
      case SWISH -> dnnl_eltwise_swish;
      case GELU -> dnnl_eltwise_gelu_erf;
      case GELU_TANH -> dnnl_eltwise_gelu_tanh;
    };
  }

  private float alpha() {
    return (float) curve.alpha();
  }

  private float beta() {
    return (float) curve.beta();
  }

  private eltwise_forward.primitive_desc plan(memory.desc vector) {
    return new eltwise_forward.primitive_desc(
        new eltwise_forward.desc(dnnl_forward_training, algorithm(), vector, alpha(), beta()),
        oneDnn.engine(),
        false);
  }

  /** y = f(x). */
  public Runnable forward(INDArray x, INDArray y) {
    if (curve.kind() == NativeCurve.Kind.CLIP) {
      // oneDNN's would hide what is not a number
      return new FloatClip(x, y, curve.alpha(), curve.beta());
    }
    memory.desc vector = OneDnn.plain(x.length());
    return new Execution(oneDnn)
        .of(new eltwise_forward(plan(vector)))
        .in(DNNL_ARG_SRC, oneDnn.over(vector, x), vector)
        .out(DNNL_ARG_DST, oneDnn.over(vector, y), vector);
  }

  /** to = f'(x) ⊙ from. */
  public Runnable slope(INDArray x, INDArray from, INDArray to) {
    memory.desc vector = OneDnn.plain(x.length());
    eltwise_backward.primitive_desc plan =
        new eltwise_backward.primitive_desc(
            new eltwise_backward.desc(algorithm(), vector, vector, alpha(), beta()),
            oneDnn.engine(),
            plan(vector),
            false);
    return new Execution(oneDnn)
        .of(new eltwise_backward(plan))
        .in(DNNL_ARG_SRC, oneDnn.over(vector, x), vector)
        .in(DNNL_ARG_DIFF_DST, oneDnn.over(vector, from), vector)
        .out(DNNL_ARG_DIFF_SRC, oneDnn.over(vector, to), vector);
  }
}
