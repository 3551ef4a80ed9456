package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.folder.KeptImagesWriter;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedPlugin;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.run.worker.RoundingCheck.Attacked;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** Pictures of one pixel, all at level 110 and of class 1; a model is where it errs, in levels. */
class RoundingCheckTest {

  private static final int SAMPLES = 4;

  private static final int LEVEL = 110;

  /** What every sound model does: it errs on one side of a boundary. */
  private static final DoublePredicate BOUNDARY = level -> level < 99.9;

  /** What none does: it errs where no picture is. */
  private static final DoublePredicate BETWEEN = level -> Math.abs(level - Math.rint(level)) > 0.1;

  @TempDir Path root;

  /** Of the first three samples, which are right, those fall that have an image. */
  private Attacked attacked(String key, double epsilon, boolean kept, double... levels) {
    SortedMap<Integer, float[]> images = new TreeMap<>();
    StringBuilder robust = new StringBuilder("1110");
    for (int sample = 0; sample < levels.length; sample++) {
      if (Double.isFinite(levels[sample])) {
        images.put(sample, new float[] {(float) (levels[sample] / 255)});
        robust.setCharAt(sample, '0');
      }
    }
    KeptImagesWriter.write(new RunFolder(root).adversarials(key), images);
    AttackCellResult result =
        new AttackCellResult(
            key,
            Collections.nCopies(SAMPLES, 0),
            robust.toString(),
            Collections.nCopies(SAMPLES, 0.0),
            List.of(),
            List.of(),
            0,
            3,
            3,
            3,
            kept ? "hash" : "",
            0,
            0);
    return new Attacked(new PlannedThreatModel("linf", epsilon), result);
  }

  private static PlannedPlugin plugin() {
    return new PlannedPlugin("a", "a", Map.of(), Map.of(), "1", "h");
  }

  private List<CheckEvidence> check(Domain domain, DoublePredicate errs, Attacked... attacked) {
    CleanResult clean =
        new CleanResult("clean", List.of(1, 1, 1, 0), "1110", List.of(), List.of(), 0);
    Judge judge = new Judge(new OnePixelModel(errs), true, 1, 0);
    OpenDataset dataset =
        new OpenDataset(
            new PlannedDataset(
                plugin(),
                "id",
                List.of(1L, 1L, 1L),
                List.of("0", "1"),
                0,
                1,
                4,
                Map.of(),
                Collections.nCopies(SAMPLES, 1)),
            new OnePixel(domain));
    return new RoundingCheck(dataset, DataType.DOUBLE, judge, 2, SAMPLES)
        .of(List.of(attacked), clean, new RunFolder(root));
  }

  private static CheckEvidence evidence(double epsilon, int fooled, Integer... lost) {
    return new CheckEvidence(
        "lost-in-rounding", "worst case", epsilon, fooled, List.of(lost), null);
  }

  @Test
  void an_image_on_a_boundary_is_followed_to_the_picture_beyond_it() {
    // rounded, 99.8 is the picture 100, which is right
    assertThat(check(Domain.UNIT, BOUNDARY, attacked("fab", 0.2, true, 99.8, 60)))
        .containsExactly(evidence(0.2, 2));
  }

  @Test
  void a_model_that_errs_between_levels_only_is_found() {
    assertThat(check(Domain.UNIT, BETWEEN, attacked("fab", 0.2, true, 99.8, 60.5, Double.NaN)))
        .containsExactly(evidence(0.2, 2, 0, 1));
  }

  @Test
  void an_epsilon_below_one_level_holds_no_picture_and_accuses_nobody() {
    DoublePredicate near = level -> level < 109.9;
    double epsilon = 0.001;
    assertThat(check(Domain.UNIT, near, attacked("pgd", epsilon, true, 110 - 0.2)))
        .containsExactly(evidence(epsilon, 1));
    assertThat(check(Domain.UNIT, BETWEEN, attacked("pgd", epsilon, true, 110 - 0.2)))
        .containsExactly(evidence(epsilon, 1, 0));
  }

  @Test
  void no_picture_is_looked_for_far_beyond_the_ball() {
    DoublePredicate far = level -> level < 90 || BETWEEN.test(level);
    assertThat(check(Domain.UNIT, far, attacked("pgd", 10.0 / 255, true, 100.5)))
        .containsExactly(evidence(10.0 / 255, 1, 0));
    assertThat(check(Domain.UNIT, far, attacked("pgd", 30.0 / 255, true, 100.5)))
        .containsExactly(evidence(30.0 / 255, 1));
  }

  @Test
  void a_sample_that_one_attack_breaks_by_a_picture_is_not_lost() {
    DoublePredicate above = level -> level > 150 || BETWEEN.test(level);
    assertThat(
            check(
                Domain.UNIT,
                above,
                attacked("a", 0.2, true, 99.8, 99.8),
                attacked("b", 0.2, true, 155, Double.NaN)))
        .containsExactly(evidence(0.2, 2, 1));
  }

  @Test
  void epsilons_are_told_apart() {
    assertThat(
            check(
                Domain.UNIT,
                BETWEEN,
                attacked("a", 0.1, true, 99.8),
                attacked("b", 0.2, true, 99.8, 99.8)))
        .containsExactly(evidence(0.1, 1, 0), evidence(0.2, 2, 0, 1));
  }

  @Test
  void an_image_that_does_not_fool_when_asked_again_is_not_counted() {
    assertThat(check(Domain.UNIT, BOUNDARY, attacked("a", 0.2, true, 105, 80)))
        .containsExactly(evidence(0.2, 1));
  }

  @Test
  void says_where_no_images_were_kept() {
    assertThat(check(Domain.UNIT, BOUNDARY, attacked("a", 0.2, false, 80)))
        .singleElement()
        .extracting(CheckEvidence::notRun)
        .isEqualTo("the run kept no adversarial images");
  }

  @Test
  void data_that_are_no_pictures_are_left_alone() {
    assertThat(check(new Domain(-1, 1), BETWEEN, attacked("a", 0.2, true, 99.8))).isEmpty();
  }

  private record OnePixel(Domain domain) implements Dataset {

    @Override
    public long[] inputShape() {
      return new long[] {1, 1, 1};
    }

    @Override
    public List<String> classNames() {
      return List.of("0", "1");
    }

    @Override
    public DataView training() {
      throw new UnsupportedOperationException();
    }

    @Override
    public DataView test() {
      return new DataView() {

        @Override
        public int size() {
          return SAMPLES;
        }

        @Override
        public void read(int[] indices, float[] images, int[] labels) {
          Arrays.fill(images, LEVEL / 255f);
          Arrays.fill(labels, 1);
        }

        @Override
        public int label(int index) {
          return 1;
        }
      };
    }

    @Override
    public String identity() {
      return "one pixel";
    }
  }

  private record OnePixelModel(DoublePredicate errs) implements Classifier {

    @Override
    public long[] inputShape() {
      return new long[] {1, 1, 1};
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      List<double[]> logits = new ArrayList<>();
      for (double value : HostArrays.read(images)) {
        // an image is kept in float
        double level = (float) value * 255.0;
        double snapped = Math.abs(level - Math.rint(level)) < 1e-4 ? Math.rint(level) : level;
        logits.add(errs.test(snapped) ? new double[] {1, 0} : new double[] {0, 1});
      }
      return Nd4j.createFromArray(logits.toArray(double[][]::new));
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return Decisions.of(logits(images, query));
    }
  }
}
