package org.robustgrid.run.plugins;

import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.ModelArtifact;
import org.robustgrid.spi.defense.TrainedDefense;

/** Copies its teacher's network as it was after the first epoch. */
public final class StudentProvider implements DefenseProvider {

  private static final Parameter<String> TEACHER = Parameter.model("teacher", "whom it copies");

  private static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("student", "Copies a teacher.").parameters(TEACHER).build();

  @Override
  public DefenseDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Defense create(Parameters parameters) {
    return request -> {
      ModelArtifact teacher = request.model(TEACHER);
      return TrainedDefense.builder(teacher.network(teacher.epochs().get(0))).build();
    };
  }
}
