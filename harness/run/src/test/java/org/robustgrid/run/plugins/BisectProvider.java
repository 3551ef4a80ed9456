package org.robustgrid.run.plugins;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Query;

/** Walks from an image of another class towards the original, by decisions alone. */
public final class BisectProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 12, "how often the way is halved").atLeast(1);

  @Override
  public AttackDescriptor descriptor() {
    return AttackDescriptor.builder("bisect", "Half-way points, by decisions.")
        .access(Access.DECISIONS)
        .norms(Norm.LINF, Norm.L2)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED, Goal.Kind.MINIMUM_DISTANCE)
        .goals(Norm.L2, Goal.Kind.MINIMUM_DISTANCE)
        .parameters(STEPS)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return request -> run(request, parameters.get(STEPS));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(STEPS));
  }

  @Override
  public void requireServes(Goal.Kind goal, Parameters parameters, DataDescription data) {
    if (goal == Goal.Kind.TARGETED && parameters.get(STEPS) == 1) {
      throw new IllegalArgumentException("a single step reaches no target; give more 'steps'");
    }
  }

  private static AttackResult run(AttackRequest request, int steps) {
    int rows = request.labels().length;
    double[] original = HostArrays.read(request.images());
    double[] far = HostArrays.read(request.others(0).orElseThrow());
    int length = original.length / rows;
    double[] low = new double[rows];
    double[] high = new double[rows];
    Arrays.fill(high, 1);
    for (int step = 0; step < steps; step++) {
      INDArray images = request.images().dup('c');
      double[] middle = new double[original.length];
      for (int i = 0; i < middle.length; i++) {
        double share = (low[i / length] + high[i / length]) / 2;
        middle[i] = original[i] + share * (far[i] - original[i]);
      }
      HostArrays.write(middle, images);
      int[] decisions =
          request
              .classifier()
              .decisions(images, new Query(request.samples(), request.random().with(step)));
      for (int row = 0; row < rows; row++) {
        double share = (low[row] + high[row]) / 2;
        if (reached(request, row, decisions[row])) {
          high[row] = share;
        } else {
          low[row] = share;
        }
      }
    }
    double[] found = new double[original.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = (float) (original[i] + high[i / length] * (far[i] - original[i]));
    }
    for (int row = 0; row < rows; row++) {
      Norm norm = request.threatModel().norm();
      int offset = row * length;
      // a search for the smallest distance may answer with any point of the domain
      if (request.goal().kind() != Goal.Kind.MINIMUM_DISTANCE
          && Distances.between(norm, original, found, offset, length)
              > request.threatModel().epsilon()) {
        System.arraycopy(original, offset, found, offset, length);
      }
    }
    INDArray answer = request.images().dup('c');
    HostArrays.write(found, answer);
    return AttackResult.builder(answer).build();
  }

  private static boolean reached(AttackRequest request, int row, int decision) {
    return request.goal().kind() == Goal.Kind.TARGETED
        ? decision == request.goal().targets()[row]
        : decision >= 0 && decision != request.labels()[row];
  }
}
