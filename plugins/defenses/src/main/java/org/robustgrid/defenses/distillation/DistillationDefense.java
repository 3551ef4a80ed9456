package org.robustgrid.defenses.distillation;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.LogitDistance;
import org.robustgrid.numerics.loss.SoftenedDivergence;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.ModelArtifact;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;

/**
 * Trains a student on a teacher's targets (Seguin et al. 2021, appendix A; Goldblum et al. 2020 if
 * the student sees adversarial images).
 *
 * @param teacherEpoch epoch whose weights the teacher uses; 0: the final weights
 * @param passes the teacher's passes that are averaged in each target
 */
record DistillationDefense(
    TrainingOverrides overrides,
    int teacherEpoch,
    TeacherTargets.Passes passes,
    Manipulation manipulation,
    Student student)
    implements Defense {

  /**
   * The student's training.
   *
   * @param divergence KL on softmax with temperature instead of L1 on logits
   * @param cleanWeight weight of the clean cross-entropy; the distillation loss has weight 1 −
   *     {@code cleanWeight}
   * @param adversarial whether the student sees adversarial instead of clean images
   */
  record Student(
      boolean divergence,
      double temperature,
      double cleanWeight,
      boolean adversarial,
      InnerAttack attack) {}

  @Override
  public TrainedDefense train(DefenseRequest request) {
    ModelArtifact artifact = request.model(RobustDistillationProvider.TEACHER);
    if (teacherEpoch > 0 && !artifact.epochs().contains(teacherEpoch)) {
      throw new DataException(
          "'teacher-epoch' is "
              + teacherEpoch
              + ", but the teacher kept only the weights of the epochs "
              + artifact.epochs());
    }
    Network teacher = teacherEpoch == 0 ? artifact.network() : artifact.network(teacherEpoch);
    requireFits(teacher, "teacher", request);
    Optional<Network> standard = Optional.empty();
    if (manipulation.kind() == Manipulation.Kind.HYBRID) {
      standard = Optional.of(request.model(RobustDistillationProvider.STANDARD_TEACHER).network());
      requireFits(standard.get(), "standard-teacher", request);
    }
    TeacherTargets targets = TeacherTargets.of(request, teacher, standard, manipulation, passes);
    Network network = request.newNetwork();
    TrainingStep step =
        new DistillationStep(targets, student, student.attack().descent(request.domain()));
    request.trainer().train(network, overrides.apply(request.settings()), step);
    return TrainedDefense.builder(network).build();
  }

  private static void requireFits(Network teacher, String parameter, DefenseRequest request) {
    int classes = request.classNames().size();
    if (teacher.classes() != classes
        || !Arrays.equals(teacher.inputShape(), request.inputShape())) {
      throw new DataException(
          "parameter '"
              + parameter
              + "' names a model from "
              + Arrays.toString(teacher.inputShape())
              + " to "
              + teacher.classes()
              + " classes, but the data have shape "
              + Arrays.toString(request.inputShape())
              + " and "
              + classes
              + " classes");
    }
  }

  private record DistillationStep(
      TeacherTargets targets, Student student, ProjectedGradientDescent descent)
      implements TrainingStep {

    @Override
    public double accumulate(Network network, TrainingBatch batch, INDArray gradient) {
      INDArray wanted = targets.of(batch.indices(), network);
      Loss distillation =
          student.divergence()
              ? new SoftenedDivergence(wanted, student.temperature())
              : new LogitDistance(wanted);
      double clean = student.cleanWeight();
      double loss = 0;
      if (clean > 0) {
        Loss crossEntropy = new CrossEntropy(batch.labels(), batch.labelSmoothing());
        loss += clean * descend(network, batch, batch.images(), crossEntropy, clean, gradient);
      }
      INDArray images =
          student.adversarial()
              ? InnerAttack.attack(
                  descent,
                  network,
                  batch,
                  new CrossEntropy(batch.labels()),
                  Start.random(batch.random(), 0))
              : batch.images();
      return loss
          + (1 - clean) * descend(network, batch, images, distillation, 1 - clean, gradient);
    }

    private static double descend(
        Network network,
        TrainingBatch batch,
        INDArray images,
        Loss loss,
        double weight,
        INDArray gradient) {
      try (Pass pass = network.forward(images, Mode.TRAINING, batch.random().with("forward"))) {
        return MeanLoss.accumulate(pass, loss, weight, gradient);
      }
    }
  }
}
