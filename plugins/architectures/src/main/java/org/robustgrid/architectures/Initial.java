package org.robustgrid.architectures;

import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.weights.WeightInit;

/** The distribution of initial weights; biases start at 0. */
enum Initial {
  /** Normal with variance 2/fan-out (He et al. 2015, backward case), torchvision's choice. */
  HE_FAN_OUT,
  /** Uniform within ±1/√fan-in, PyTorch's default. */
  UNIFORM,
  /** Normal with standard deviation 0.01, torchvision's choice for dense layers of VGG. */
  NORMAL_01,
  /**
   * Normal with standard deviation 0.02, truncated at two standard deviations in Deeplearning4j's
   * own layers.
   */
  NORMAL_02,
  /** Normal with variance 1/fan-in (LeCun et al. 1998). */
  LECUN;

  /** The standard deviation of weights with the given numbers of inputs and outputs. */
  double deviation(long fanIn, long fanOut) {
    return switch (this) {
      case HE_FAN_OUT -> Math.sqrt(2.0 / fanOut);
      case UNIFORM -> Math.sqrt(1.0 / 3 / fanIn);
      case NORMAL_01 -> 0.01;
      case NORMAL_02 -> 0.02;
      case LECUN -> Math.sqrt(1.0 / fanIn);
    };
  }

  <B extends BaseLayer.Builder<B>> B of(B layer, long fanIn, long fanOut) {
    return switch (this) {
      case UNIFORM -> layer.weightInit(WeightInit.UNIFORM);
      case NORMAL_02 ->
          layer.weightInit(new TruncatedNormalDistribution(0, deviation(fanIn, fanOut)));
      case HE_FAN_OUT, NORMAL_01, LECUN ->
          layer.weightInit(new NormalDistribution(0, deviation(fanIn, fanOut)));
    };
  }
}
