package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

class FixedRandomnessTest {

  private final LinearClassifier noisy = new LinearClassifier(0.7);
  private final FixedRandomness fixed = FixedRandomness.of(noisy, 4);
  private final INDArray images = Nd4j.createFromArray(new double[][] {{0.2, 0.9}, {0.2, 0.9}});

  private static Query query(long draw) {
    return new Query(new long[] {3, 8}, RandomKey.of(draw));
  }

  @Test
  void has_one_draw_for_each_sample_under_whatever_key() {
    double[] first = HostArrays.read(fixed.logits(images, query(1)));
    assertThat(HostArrays.read(fixed.logits(images, query(2)))).containsExactly(first);
    assertThat(first[0]).isNotEqualTo(first[3]);
    assertThat(HostArrays.read(noisy.logits(images, query(2)))).isNotEqualTo(first);
    assertThat(fixed.randomised()).isFalse();
  }

  @Test
  void attack_and_judge_see_the_same() {
    double[] attacked =
        HostArrays.read(
            fixed.lossGradient(images, query(5), new CrossEntropy(new int[] {0, 1})).logits());
    assertThat(attacked).containsExactly(HostArrays.read(fixed.logits(images, query(6))));
    Judgement judged = new Judge(fixed, false, 11, 4).judge(images, new long[] {3, 8}, new int[2]);
    assertThat(judged.predictions()).containsExactly(fixed.decisions(images, query(7)));
    assertThat(judged.agreement()).isEmpty();
  }

  @Test
  void another_seed_draws_otherwise() {
    assertThat(HostArrays.read(FixedRandomness.of(noisy, 5).logits(images, query(1))))
        .isNotEqualTo(HostArrays.read(fixed.logits(images, query(1))));
  }
}
