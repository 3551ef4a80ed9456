package org.robustgrid.testkit.contract;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Query;

/** The suite as a plugin's author runs it, on an attack that keeps the best of random points. */
class AttackSuiteExampleTest implements AttackContractSuite {

  @Override
  public AttackProvider provider() {
    return new RandomPointsProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("queries", 5);
  }

  private static final class RandomPointsProvider implements AttackProvider {

    private static final Parameter<Integer> QUERIES =
        Parameter.integer("queries", 100, "points").atLeast(1);

    @Override
    public AttackDescriptor descriptor() {
      return AttackDescriptor.builder(
              "random-points", "The first of some random points that succeeds.")
          .access(Access.DECISIONS)
          .norms(Norm.LINF, Norm.L2)
          .parameters(QUERIES)
          .build();
    }

    @Override
    public Attack create(Parameters parameters) {
      return request -> run(request, parameters.get(QUERIES));
    }

    private static AttackResult run(AttackRequest request, long queries) {
      double[] originals = HostArrays.read(request.images());
      double[] best = originals.clone();
      FeasibleSet feasible =
          new FeasibleSet(request.threatModel(), request.domain(), request.images().dataType());
      long[] samples = request.samples();
      int length = originals.length / samples.length;
      boolean[] broken = new boolean[samples.length];
      for (int query = 0; query < queries; query++) {
        request.monitor().check();
        double[] points = originals.clone();
        for (int row = 0; row < samples.length; row++) {
          feasible
              .ball()
              .drawInside(
                  request.random().with(query).with(samples[row]).stream(),
                  originals,
                  points,
                  row * length,
                  length);
          feasible.finish(originals, points, row * length, length);
        }
        INDArray images = request.images().dup('c');
        HostArrays.write(points, images);
        int[] decisions =
            request
                .classifier()
                .decisions(images, new Query(samples, request.random().with("draw").with(query)));
        for (int row = 0; row < samples.length; row++) {
          if (!broken[row] && decisions[row] != request.labels()[row]) {
            broken[row] = true;
            System.arraycopy(points, row * length, best, row * length, length);
          }
        }
      }
      INDArray answer = request.images().dup('c');
      HostArrays.write(best, answer);
      return AttackResult.builder(answer).build();
    }
  }
}
