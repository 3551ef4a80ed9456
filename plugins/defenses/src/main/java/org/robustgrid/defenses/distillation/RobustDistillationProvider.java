package org.robustgrid.defenses.distillation;

import java.util.List;
import java.util.Optional;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code robust-distillation}: a student learns the logits of a robust teacher on clean images
 * (Seguin et al. 2021).
 */
public final class RobustDistillationProvider implements DefenseProvider {

  private enum Distance {
    L1,
    KL
  }

  static final Parameter<String> TEACHER =
      Parameter.model("teacher", "label of the teacher's row, or a model file");

  static final Parameter<Optional<String>> STANDARD_TEACHER =
      Parameter.optionalModel(
          "standard-teacher", "model that gives the class order of the hybrid manipulation");

  private static final Parameter<Integer> TEACHER_EPOCH =
      Parameter.integer("teacher-epoch", 0, "epoch whose weights are used; 0: the final weights")
          .atLeast(0)
          .epochOf(TEACHER);

  private static final Parameter<Integer> TEACHER_PASSES =
      Parameter.integer(
              "teacher-passes",
              8,
              "augmented passes averaged in each target; one pass if all would be equal")
          .atLeast(1)
          .atMost(1000);

  private static final Parameter<Boolean> BATCH_STATISTICS =
      Parameter.flag(
          "teacher-batch-statistics",
          false,
          "let the teacher's batch norms use the statistics of random batches of the training"
              + " batch size");

  private static final Parameter<Distance> LOSS =
      Parameter.choice("loss", Distance.class, "L1 on logits, or KL on softmax with temperature");

  private static final Parameter<Double> TEMPERATURE =
      Parameter.real("temperature", 1, "temperature of the KL divergence").above(0);

  private static final Parameter<Manipulation.Kind> MANIPULATION =
      Parameter.choice(
          "manipulation",
          List.of(Manipulation.Kind.values()),
          Manipulation.Kind::id,
          "manipulation of the targets");

  private static final Parameter<Integer> KEPT =
      Parameter.integer("kept", 1, "number of largest logits that fix-k keeps").atLeast(1);

  private static final Parameter<Boolean> ADVERSARIAL =
      Parameter.flag(
          "adversarial", false, "train the student on adversarial images (Goldblum et al.)");

  private static final Parameter<Double> CLEAN_WEIGHT =
      Parameter.real(
              "clean-weight", 0, "weight of the clean cross-entropy; the distillation has the rest")
          .atLeast(0)
          .atMost(1);

  private static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 8.0 / 255, "radius of the L∞ ball of adversarial distillation")
          .above(0)
          .customaryRadius(Norm.LINF);

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 10, "gradient steps of adversarial distillation").atLeast(1);

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "robust-distillation", "Learning a robust teacher's logits on clean images")
        .citation(
            "Seguin et al.: Understanding the logit distributions of adversarially-trained deep"
                + " neural networks. 2021")
        .citation("Goldblum et al.: Adversarially robust distillation. AAAI 2020")
        .parameters(
            TEACHER,
            STANDARD_TEACHER,
            TEACHER_EPOCH,
            TEACHER_PASSES,
            BATCH_STATISTICS,
            LOSS,
            TEMPERATURE,
            MANIPULATION,
            KEPT,
            ADVERSARIAL,
            CLEAN_WEIGHT,
            EPSILON,
            STEPS,
            TrainingOverrides.EPOCHS,
            TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    Manipulation manipulation =
        new Manipulation(parameters.get(MANIPULATION), parameters.get(KEPT));
    boolean hybrid = manipulation.kind() == Manipulation.Kind.HYBRID;
    if (hybrid && parameters.get(STANDARD_TEACHER).isEmpty()) {
      throw new IllegalArgumentException(
          "manipulation 'hybrid' takes the class order from a standard model: name its row in"
              + " 'standard-teacher'");
    }
    double epsilon = parameters.get(EPSILON);
    int steps = parameters.get(STEPS);
    return new DistillationDefense(
        TrainingOverrides.of(parameters),
        parameters.get(TEACHER_EPOCH),
        new TeacherTargets.Passes(parameters.get(TEACHER_PASSES), parameters.get(BATCH_STATISTICS)),
        manipulation,
        new DistillationDefense.Student(
            parameters.get(LOSS) == Distance.KL,
            parameters.get(TEMPERATURE),
            parameters.get(CLEAN_WEIGHT),
            parameters.get(ADVERSARIAL),
            new InnerAttack(new ThreatModel(Norm.LINF, epsilon), steps, 2.5 * epsilon / steps)));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    DefenseCost once =
        parameters.get(ADVERSARIAL)
            ? DefenseCost.adversarial(parameters.get(STEPS))
            : DefenseCost.CLEAN_TRAINING;
    return parameters.get(CLEAN_WEIGHT) > 0
        ? once.training(once.training().plus(Passes.gradients(1)))
        : once;
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    new Manipulation(parameters.get(MANIPULATION), parameters.get(KEPT))
        .requireClasses(data.classes());
  }
}
