package org.robustgrid.run.plugins;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
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
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomStream;

/** Tries random corners of the ball; the reference of checks without gradients. */
public final class CornersProvider implements AttackProvider {

  private static final Parameter<Integer> QUERIES =
      Parameter.integer("queries", 10, "how often").atLeast(1);

  private static final AttackDescriptor DESCRIPTOR =
      AttackDescriptor.builder("square", "Random corners of the ball.")
          .access(Access.SCORES)
          .norms(Norm.LINF)
          .reference(QUERIES, 200)
          .parameters(QUERIES)
          .build();

  @Override
  public AttackDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Attack create(Parameters parameters) {
    // in the plane there are four corners
    return request -> run(request, Math.min(30, parameters.get(QUERIES)));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(QUERIES));
  }

  private static AttackResult run(AttackRequest request, long queries) {
    int rows = request.labels().length;
    double[] original = HostArrays.read(request.images());
    double[] best = original.clone();
    int length = original.length / rows;
    for (int query = 0; query < queries; query++) {
      double[] tried = original.clone();
      for (int row = 0; row < rows; row++) {
        RandomStream stream = request.random().with(request.samples()[row]).with(query).stream();
        for (int i = row * length; i < (row + 1) * length; i++) {
          double step = stream.nextDouble() < 0.5 ? -1 : 1;
          tried[i] = request.domain().clip(original[i] + step * request.threatModel().epsilon());
        }
      }
      INDArray images = request.images().ulike();
      HostArrays.write(tried, images);
      double[][] logits =
          request
              .classifier()
              .logits(images, new Query(request.samples(), request.random().with(query)))
              .toDoubleMatrix();
      for (int row = 0; row < rows; row++) {
        int label = request.labels()[row];
        if (logits[row][1 - label] > logits[row][label]) {
          System.arraycopy(tried, row * length, best, row * length, length);
        }
      }
    }
    INDArray answer = request.images().ulike();
    HostArrays.write(best, answer);
    return AttackResult.builder(answer).build();
  }
}
