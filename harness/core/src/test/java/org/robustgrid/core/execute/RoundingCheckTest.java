package org.robustgrid.core.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.core.plan.PlannedAttack;
import org.robustgrid.core.plan.PlannedDataset;
import org.robustgrid.core.plan.PlannedPlugin;
import org.robustgrid.core.plan.PlannedThreatModel;
import org.robustgrid.core.run.AdversarialFile;
import org.robustgrid.core.run.AttackCellResult;
import org.robustgrid.core.run.CheckCells.Attacked;
import org.robustgrid.core.run.CheckEvidence;
import org.robustgrid.core.run.CleanResult;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.spi.Classifier;
import org.robustgrid.spi.DataView;
import org.robustgrid.spi.Dataset;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.Query;

/** Pictures of one pixel, of class 1 from 100/255 on, all of class 1. */
class RoundingCheckTest {

  private static final int SAMPLES = 4;

  @TempDir Path root;

  /** The first two fall; the first only by less than half a level. */
  private List<CheckEvidence> check(Domain domain, boolean kept) {
    RunFolder folder = new RunFolder(root);
    SortedMap<Integer, float[]> images = new TreeMap<>();
    images.put(0, new float[] {99.8f / 255});
    images.put(1, new float[] {90f / 255});
    images.put(2, new float[] {120f / 255});
    AdversarialFile.write(folder.adversarials("key"), images);
    AttackCellResult result =
        new AttackCellResult(
            "key",
            Collections.nCopies(SAMPLES, 0),
            "0010",
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
    PlannedPlugin plugin = new PlannedPlugin("a", "a", Map.of(), Map.of(), "1", "h");
    Attacked attacked =
        new Attacked(
            new PlannedAttack(plugin, List.of("linf"), "GRADIENTS", null),
            new PlannedThreatModel("linf", 0.1),
            result);
    CleanResult clean =
        new CleanResult("clean", List.of(1, 1, 1, 0), "1110", List.of(), List.of(), 0);
    Judge judge = new Judge(new Threshold(), true, 1, 0);
    OpenDataset dataset =
        new OpenDataset(
            new PlannedDataset(
                plugin,
                "id",
                List.of(1L, 1L, 1L),
                List.of("0", "1"),
                0,
                1,
                4,
                Collections.nCopies(SAMPLES, 1)),
            new OnePixel(domain));
    return new RoundingCheck(dataset, DataType.DOUBLE, judge, 2, SAMPLES)
        .of(List.of(attacked), clean, folder);
  }

  @Test
  void findsImagesThatFoolOnlyBetweenTwoLevels() {
    assertThat(check(Domain.UNIT, true))
        .containsExactly(new CheckEvidence("lost-in-rounding", "a", 0.1, 2, List.of(0), null));
  }

  @Test
  void saysWhereNoImagesWereKept() {
    assertThat(check(Domain.UNIT, false))
        .singleElement()
        .extracting(CheckEvidence::notRun)
        .isEqualTo("the run kept no adversarial images");
  }

  @Test
  void dataThatAreNoPicturesAreLeftAlone() {
    assertThat(check(new Domain(-1, 1), true)).isEmpty();
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
          Arrays.fill(images, 1);
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

  private record Threshold() implements Classifier {

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
      INDArray x = images.reshape(images.size(0), 1);
      INDArray above = x.sub(99.9 / 255);
      return org.nd4j.linalg.factory.Nd4j.hstack(above.neg(), above);
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
