package org.robustgrid.numerics.loss;

import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.network.Loss;

/**
 * The losses an attack can ascend, by the names that parameters and reference vectors use.
 *
 * @since 0.1
 */
public enum LossKind {
  CROSS_ENTROPY("ce", false) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new CrossEntropy(labels);
    }
  },
  DLR("dlr", false) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new DifferenceOfLogitsRatio(labels);
    }
  },
  TARGETED_DLR("dlr_targeted", true) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new TargetedDifferenceOfLogitsRatio(labels, targets);
    }
  },
  CW_MARGIN("cw_margin", false) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new NegatedLoss(new LogitMargin(labels, false));
    }
  },
  /** The margin with the confidence of 50 that released PGD code has (Madry et al. 2018). */
  CW("cw", false) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new NegatedLoss(new HingedMargin(labels, false, HingedMargin.CONFIDENCE));
    }
  },
  PROBABILITY_MARGIN("probability_margin", false) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new NegatedLoss(new ProbabilityMargin(labels, false));
    }
  },
  JOINT_ENERGY("energy_xy", false) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new JointEnergy(labels);
    }
  },
  MARGINAL_ENERGY("energy_x", false) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new MarginalEnergy();
    }
  },
  TARGET_CLASS_MAX("target_class_max", true) {
    @Override
    public Loss over(int[] labels, int[] targets) {
      return new TargetClassMax(targets);
    }
  };

  private final String id;
  private final boolean targeted;

  LossKind(String id, boolean targeted) {
    this.id = id;
    this.targeted = targeted;
  }

  public String id() {
    return id;
  }

  /** Whether the loss needs a target class for each row. */
  public boolean targeted() {
    return targeted;
  }

  /**
   * The loss of a batch.
   *
   * @param labels each row's class
   * @param targets each row's target; read by targeted losses only
   */
  public abstract Loss over(int[] labels, int[] targets);

  /**
   * Finds a loss by name.
   *
   * @throws IllegalArgumentException listing the known names
   */
  public static LossKind of(String id) {
    return Arrays.stream(values())
        .filter(kind -> kind.id.equals(id))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> known = Arrays.stream(values()).map(LossKind::id).toList();
              return new IllegalArgumentException(
                  "unknown loss '" + id + "', expected one of " + String.join(", ", known));
            });
  }
}
