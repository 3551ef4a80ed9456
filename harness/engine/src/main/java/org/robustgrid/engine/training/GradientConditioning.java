package org.robustgrid.engine.training;

import java.util.List;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

/**
 * What happens to a gradient before the update rule sees it: first clipped by the L2 norm of the
 * whole, then the weight decay's gradient is added, on the weights of convolutions and dense layers
 * or on all that is trained.
 */
final class GradientConditioning {

  private final double clip;
  private final INDArray decay;
  private final INDArray scratch;

  /** The conditioning of a network's gradients. */
  static GradientConditioning of(TrainingSettings settings, Network network) {
    return new GradientConditioning(settings, ParameterLayout.of(network), network.parameters());
  }

  GradientConditioning(TrainingSettings settings, ParameterLayout layout, INDArray parameters) {
    this.clip = settings.gradientClip();
    if (settings.weightDecay() == 0) {
      this.decay = Nd4j.empty(parameters.dataType());
      this.scratch = decay;
      return;
    }
    this.decay = Nd4j.zeros(parameters.dataType(), layout.length());
    this.scratch = Nd4j.create(parameters.dataType(), layout.length());
    for (ParameterLayout.Slot slot : decaying(settings, layout)) {
      slot.in(decay).assign(settings.weightDecay());
    }
  }

  /** The parameters that weight decay pulls on. */
  static List<ParameterLayout.Slot> decaying(TrainingSettings settings, ParameterLayout layout) {
    return layout.slots().stream().filter(slot -> decays(slot, settings.weightDecayOn())).toList();
  }

  private static boolean decays(ParameterLayout.Slot slot, TrainingSettings.DecayOn on) {
    boolean statistic =
        slot.role().isStatistic()
            || slot.key().equals(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
    return switch (on) {
      case KERNELS -> slot.role() == ParameterLayout.Role.WEIGHT;
      case ALL -> !statistic;
    };
  }

  /**
   * Conditions a gradient in place.
   *
   * @return its L2 norm before, not finite where the gradient is not
   */
  double apply(INDArray parameters, INDArray gradient) {
    // the reduction op takes five times as long
    double norm = Math.sqrt(Nd4j.getBlasWrapper().dot(gradient, gradient));
    if (clip > 0 && norm > clip) {
      gradient.muli(clip / norm);
    }
    if (!decay.isEmpty()) {
      parameters.muli(decay, scratch);
      gradient.addi(scratch);
    }
    return norm;
  }
}
