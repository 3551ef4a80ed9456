package org.robustgrid.defenses.distillation;

import java.util.List;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseProvider;

/** {@code robust-distillation}: a student of a robust teacher, on clean images. */
public final class RobustDistillationProvider implements DefenseProvider {

  @Override
  public Descriptor descriptor() {
    return Descriptor.builder(
            "robust-distillation", "Learning a robust teacher's logits on clean images")
        .citation(
            "Seguin et al.: Understanding the logit distributions of adversarially-trained deep"
                + " neural networks. 2021")
        .citation("Goldblum et al.: Adversarially robust distillation. AAAI 2020")
        .parameters(
            ParameterDeclaration.model("teacher", "label of the teacher's row, or a model file"),
            ParameterDeclaration.optionalModel(
                "standard-teacher", "teacher of the class order, for the hybrid manipulation"),
            ParameterDeclaration.integer(
                    "teacher-epoch", 0, "epoch whose weights teach; 0: the final ones")
                .atLeast(0),
            ParameterDeclaration.integer(
                    "teacher-passes",
                    8,
                    "augmented passes averaged in each target; one where training augments nothing")
                .atLeast(1)
                .atMost(1000),
            ParameterDeclaration.choice(
                "loss", List.of("l1", "kl"), "L1 on logits, or KL on softmax with temperature"),
            ParameterDeclaration.number("temperature", 4, "temperature of the KL").above(0),
            ParameterDeclaration.choice(
                "manipulation", Manipulation.names(), "what is done to the targets"),
            ParameterDeclaration.integer("kept", 1, "largest logits that fix-k keeps").atLeast(1),
            ParameterDeclaration.flag(
                "adversarial", false, "let the student see adversarial images (Goldblum et al.)"),
            ParameterDeclaration.number(
                    "clean-weight", 0, "weight of the clean cross-entropy beside the distillation")
                .atLeast(0)
                .atMost(1),
            ParameterDeclaration.number(
                    "epsilon", 8.0 / 255, "radius of the L∞ ball of adversarial distillation")
                .above(0),
            ParameterDeclaration.integer("steps", 10, "its gradient steps").atLeast(1),
            TrainingOverrides.epochsParameter(),
            TrainingOverrides.learningRateParameter())
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    Manipulation manipulation =
        Manipulation.of(parameters.text("manipulation"), (int) parameters.integer("kept"));
    boolean hybrid = manipulation.kind() == Manipulation.Kind.HYBRID;
    if (hybrid && parameters.text("standard-teacher").isEmpty()) {
      throw new IllegalArgumentException(
          "manipulation 'hybrid' takes the class order from a standard model: name its row in"
              + " 'standard-teacher'");
    }
    double epsilon = parameters.number("epsilon");
    int steps = (int) parameters.integer("steps");
    return new DistillationDefense(
        TrainingOverrides.of(parameters),
        (int) parameters.integer("teacher-epoch"),
        (int) parameters.integer("teacher-passes"),
        manipulation,
        new DistillationDefense.Student(
            "kl".equals(parameters.text("loss")),
            parameters.number("temperature"),
            parameters.number("clean-weight"),
            parameters.flag("adversarial"),
            new InnerAttack(new ThreatModel(Norm.LINF, epsilon), steps, 2.5 * epsilon / steps)));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Manipulation.of(parameters.text("manipulation"), (int) parameters.integer("kept"))
        .requireClasses(data.classes());
  }
}
