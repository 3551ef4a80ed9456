package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * The heap allocation of an attack's step: keys and views, but nothing that grows with the batch.
 */
class AllocationTest {

  private static final int ROWS = 64;
  private static final int FEATURES = 300;
  private static final int CLASSES = 10;

  /**
   * Largest number of bytes per step: two keys, a query, and views of iterates, gradient and
   * logits.
   */
  private static final long BYTES_A_STEP = 2_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Answers with the same arrays at every call, and allocates nothing itself. */
  private static final class FixedClassifier implements Classifier {

    private final LossGradient answer;

    FixedClassifier(DataType precision) {
      RandomStream random = RandomKey.of(3).stream();
      double[] slopes = new double[ROWS * FEATURES];
      random.fillGaussian(slopes, 0, slopes.length);
      INDArray gradient = Nd4j.createUninitialized(precision, new long[] {ROWS, FEATURES}, 'c');
      HostArrays.write(slopes, gradient);
      this.answer =
          new LossGradient(
              new double[ROWS], Nd4j.zeros(precision, new long[] {ROWS, CLASSES}), gradient);
    }

    @Override
    public long[] inputShape() {
      return new long[] {FEATURES};
    }

    @Override
    public int classes() {
      return CLASSES;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return answer.logits();
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      for (int row = 0; row < ROWS; row++) {
        answer.losses()[row] += row % 2 == 0 ? 1 : -1;
      }
      return answer;
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return new int[ROWS];
    }
  }

  private static long allocated(AttackProvider provider, AttackRequest request, int steps) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("steps", steps);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    AttackScenario.run(provider, parameters, request);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static AttackProvider provider(String id) {
    return id.equals("pgd") ? new PgdProvider() : new ApgdCrossEntropyProvider();
  }

  @ParameterizedTest
  @CsvSource({
    "pgd, LINF, FLOAT", "pgd, L2, FLOAT", "pgd, LINF, DOUBLE",
    "apgd-ce, LINF, FLOAT", "apgd-ce, L2, FLOAT", "apgd-ce, LINF, DOUBLE"
  })
  void a_thousand_further_steps_allocate_no_more_than_their_keys_and_views(
      String attack, Norm norm, DataType precision) {
    AttackRequest request =
        AttackRequest.builder()
            .classifier(new FixedClassifier(precision))
            .images(Nd4j.valueArrayOf(new long[] {ROWS, FEATURES}, 0.5, precision))
            .labels(new int[ROWS])
            .threatModel(new ThreatModel(norm, 0.3))
            .random(RandomKey.of(1))
            .build();
    AttackProvider provider = provider(attack);
    // loading and compiling classes once does not count as a step
    allocated(provider, request, 1_200);
    long few = allocated(provider, request, 200);
    long many = allocated(provider, request, 1_200);
    assertThat((many - few) / 1_000).isBetween(1L, BYTES_A_STEP);
  }
}
