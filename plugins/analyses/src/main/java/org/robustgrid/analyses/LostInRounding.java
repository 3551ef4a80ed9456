package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code lost-in-rounding}: samples are broken only between the levels of an 8-bit picture. No
 * adversarial image of such a sample on a board fools the model after rounding to 8 bits, and no
 * 8-bit picture further along the line from the sample through that image does.
 */
public final class LostInRounding implements AnalysisProvider {

  private static final String ID = "lost-in-rounding";

  /** Subject of the evidence: all attacks of a board together. */
  private static final String WORST_CASE = "worst case";

  /**
   * The share of samples for which a curved boundary may have the same effect on images that are on
   * it.
   */
  private static final double TOLERATED = 0.1;

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(ID, "Adversarial images that 8 bits cannot store")
        .check()
        .perNorm()
        .access(Access.DECISIONS)
        .samples(SampleSource.TEST)
        .images()
        .build();
  }

  @Override
  public Analysis create(Parameters parameters) {
    return request -> new Check(request).analyse();
  }

  /**
   * The line from a sample through an image that broke it.
   *
   * @param stops places along the line, from {@link PicturesBeyond#stops}
   */
  private record Way(int sample, int label, float[] original, float[] image, List<Double> stops) {

    float[] picture(int stop) {
      return PicturesBeyond.at(stops.get(stop), image, original);
    }
  }

  /** The check of one model. */
  private record Check(AnalysisRequest request) {

    /** Checks each board; empty if the data are not pictures with values in [0, 1]. */
    AnalysisResult analyse() {
      AnalysisResult.Builder result = AnalysisResult.of("Rounding to 8 bits");
      if (!request.domain().equals(Domain.UNIT) || request.inputShape().length != 3) {
        return result.build();
      }
      boolean fell = false;
      boolean kept = false;
      for (AttackedBoard board : Samples.boards(request)) {
        List<AttackOutcome> withImages =
            board.outcomes().stream().filter(AttackOutcome::imagesKept).toList();
        fell |= board.outcomes().stream().anyMatch(this::fell);
        if (!withImages.isEmpty()) {
          kept = true;
          result.evidence(evidence(board, withImages));
        }
      }
      if (fell && !kept) {
        result.evidence(Evidence.notRun("", "the run kept no adversarial images"));
      }
      return result.build();
    }

    private boolean fell(AttackOutcome outcome) {
      boolean[] robust = outcome.robust();
      return !Arrays.equals(robust, Arrays.copyOf(request.model().correct(), robust.length));
    }

    private Evidence evidence(AttackedBoard board, List<AttackOutcome> attacks) {
      PicturesBeyond beyond = new PicturesBeyond(board.threatModel(), LogitTable.length(request));
      SortedSet<Integer> fooled = new TreeSet<>();
      SortedSet<Integer> byPictures = new TreeSet<>();
      for (AttackOutcome outcome : attacks) {
        List<Way> ways = ways(outcome, beyond);
        ways.removeIf(way -> byPictures.contains(way.sample()));
        // a sample broken by non-finite logits need not be fooled by its image
        ways.retainAll(fooling(ways, Way::image));
        ways.forEach(way -> fooled.add(way.sample()));
        for (int stop = 0; !ways.isEmpty(); stop++) {
          int at = stop;
          ways.removeIf(way -> way.stops().size() <= at);
          List<Way> held = fooling(ways, way -> way.picture(at));
          held.forEach(way -> byPictures.add(way.sample()));
          ways.removeAll(held);
        }
      }
      List<Integer> lost = fooled.stream().filter(i -> !byPictures.contains(i)).toList();
      return Evidence.of(WORST_CASE, fooled.size(), lost)
          .board(board)
          .epsilon(board.threatModel().epsilon())
          .tolerated(TOLERATED)
          .figuresHold()
          .message(
              lost.size()
                  + " of "
                  + fooled.size()
                  + " samples are broken between the levels of a picture only: no image that breaks"
                  + " them does so after rounding to 8 bits, nor does a picture beyond it. Stored as"
                  + " pictures, these adversarial images would not count")
          .build();
    }

    private List<Way> ways(AttackOutcome outcome, PicturesBeyond beyond) {
      SortedMap<Integer, float[]> kept = outcome.images(request.checkSamples());
      boolean[] correct = request.model().correct();
      boolean[] robust = outcome.robust();
      List<Way> ways = new ArrayList<>();
      kept.forEach(
          (sample, image) -> {
            // the run may have kept images of survivors, too
            if (correct[sample] && !robust[sample]) {
              int[] label = new int[1];
              float[] original = CleanBatch.read(new int[] {sample}, label, request);
              ways.add(new Way(sample, label[0], original, image, beyond.stops(image, original)));
            }
          });
      return ways;
    }

    /** The lines on which the image at a given place fools the model. */
    private List<Way> fooling(List<Way> ways, Function<Way, float[]> view) {
      List<Way> fooling = new ArrayList<>();
      int length = LogitTable.length(request);
      for (int from = 0; from < ways.size(); from += request.batchSize()) {
        List<Way> some = ways.subList(from, Math.min(ways.size(), from + request.batchSize()));
        float[] values = new float[some.size() * length];
        for (int i = 0; i < some.size(); i++) {
          System.arraycopy(view.apply(some.get(i)), 0, values, i * length, length);
        }
        boolean[] right =
            request
                .model()
                .judge(
                    request.batch(values),
                    some.stream().mapToLong(Way::sample).toArray(),
                    some.stream().mapToInt(Way::label).toArray())
                .right();
        for (int i = 0; i < right.length; i++) {
          if (!right[i]) {
            fooling.add(some.get(i));
          }
        }
      }
      return fooling;
    }
  }
}
