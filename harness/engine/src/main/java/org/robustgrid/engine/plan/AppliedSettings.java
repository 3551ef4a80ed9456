package org.robustgrid.engine.plan;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/** Which of a layer's settings Deeplearning4j applies: some are inherited and ignored. */
public final class AppliedSettings {

  private AppliedSettings() {}

  /**
   * The function that Deeplearning4j applies to what the layer computes; the last one, before the
   * loss, is left out.
   */
  public static IActivation activation(Layer layer) {
    if (layer instanceof ActivationLayer activation) {
      return activation.getActivationFn();
    }
    // these inherit a function from the network's defaults and never apply it
    boolean ignored = layer instanceof BatchNormalization || layer instanceof PReLULayer;
    if (ignored || !(layer instanceof BaseLayer weighted)) {
      return new ActivationIdentity();
    }
    IActivation function = weighted.getActivationFn();
    boolean givesLogits =
        (layer instanceof OutputLayer || layer instanceof LossLayer)
            && (ActivationFunctions.isSoftmax(function) || function instanceof ActivationSigmoid);
    return givesLogits ? new ActivationIdentity() : function;
  }

  /** Whether Deeplearning4j applies the layer's dropout in training. */
  public static boolean drops(Layer layer) {
    boolean ignored =
        layer instanceof BatchNormalization
            || layer instanceof LossLayer
            || layer instanceof ActivationLayer;
    boolean applied =
        layer instanceof BaseLayer
            || layer instanceof DropoutLayer
            || layer instanceof Upsampling2D;
    return layer.getIDropout() != null && applied && !ignored;
  }
}
