package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.analyses.reading.LogitTable;
import org.robustgrid.analyses.reading.Median;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.Analysis;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Column;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.OtherRow;
import org.robustgrid.spi.analysis.SampleSource;

/**
 * {@code transfer-wins}: images that broke other rows break samples that no attack on this row
 * breaks.
 *
 * <p>For each other row and sample, one image is replayed: that of the first attack, in the grid's
 * order, that broke the sample. This takes only forward passes. If a row declares its base row (a
 * test-time defense its static model), that row's images are replayed first. The survivors of all
 * images are a separate column, which names the rows whose images broke samples.
 */
public final class TransferWins implements AnalysisProvider {

  private static final String ID = "transfer-wins";
  private static final String COLUMN = "transfer";

  @Override
  public AnalysisDescriptor descriptor() {
    return AnalysisDescriptor.builder(
            ID, "Images that broke other rows break samples that survive on this one")
        .check()
        .perThreatModel()
        .access(Access.DECISIONS)
        .samples(SampleSource.TEST)
        .otherRows()
        .build();
  }

  /** The passes for one other row; the harness multiplies them by the number of rows. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return Passes.forward(samples);
  }

  @Override
  public Analysis create(Parameters parameters) {
    return request -> new Replay(request).analyse();
  }

  /** An image that broke a sample of another row. */
  private record Image(int sample, float[] values) {}

  /** The replay on one row under one threat model. */
  private static final class Replay {

    private final AnalysisRequest request;
    private final boolean[] survives;
    private final int[] labels;
    private final SortedMap<String, Integer> by = new TreeMap<>();
    private final List<Double> euclidean = new ArrayList<>();
    private final List<Double> largest = new ArrayList<>();
    private boolean kept;

    Replay(AnalysisRequest request) {
      this.request = request;
      this.survives = request.model().correct();
      this.labels =
          IntStream.range(0, survives.length)
              .map(i -> request.samples(SampleSource.TEST).label(i))
              .toArray();
    }

    AnalysisResult analyse() {
      AnalysisResult.Builder result = AnalysisResult.of("Images of other rows");
      List<OtherRow> rows = new ArrayList<>(request.otherRows());
      rows.sort(Comparator.comparing(row -> !row.base()));
      rows.forEach(this::replay);
      if (!kept && rows.stream().anyMatch(OtherRow::imagesMissing)) {
        return result
            .evidence(Evidence.notRun("", "the run kept no adversarial images of other rows"))
            .build();
      }
      request.boards().forEach(board -> result.evidence(evidence(board)));
      return result.column(new Column(COLUMN, survives, by, distances())).build();
    }

    private void replay(OtherRow row) {
      boolean[] had = new boolean[survives.length];
      for (AttackedBoard board : row.boards()) {
        for (AttackOutcome outcome : board.outcomes()) {
          request.monitor().check();
          boolean[] robust = outcome.robust();
          SortedMap<Integer, float[]> images = outcome.images(survives.length);
          kept |= !images.isEmpty();
          List<Image> fresh = new ArrayList<>();
          images.forEach(
              (sample, image) -> {
                if (!robust[sample] && !had[sample]) {
                  had[sample] = true;
                  if (survives[sample]) {
                    fresh.add(new Image(sample, image));
                  }
                }
              });
          show(row, fresh);
        }
      }
    }

    private void show(OtherRow row, List<Image> images) {
      String source = row.base() ? row.label() + " (base)" : row.label();
      int length = LogitTable.length(request);
      for (int from = 0; from < images.size(); from += request.batchSize()) {
        List<Image> some =
            images.subList(from, Math.min(images.size(), from + request.batchSize()));
        float[] values = new float[some.size() * length];
        for (int i = 0; i < some.size(); i++) {
          System.arraycopy(some.get(i).values(), 0, values, i * length, length);
        }
        boolean[] right =
            request
                .model()
                .judge(
                    request.batch(values),
                    some.stream().mapToLong(Image::sample).toArray(),
                    some.stream().mapToInt(image -> labels[image.sample()]).toArray())
                .right();
        for (int i = 0; i < right.length; i++) {
          if (!right[i]) {
            survives[some.get(i).sample()] = false;
            by.merge(source, 1, Integer::sum);
            measure(some.get(i));
          }
        }
      }
    }

    private void measure(Image image) {
      float[] original = CleanBatch.read(new int[] {image.sample()}, new int[1], request);
      double squares = 0;
      double most = 0;
      for (int i = 0; i < original.length; i++) {
        double moved = Math.abs((double) image.values()[i] - original[i]);
        squares += moved * moved;
        most = Math.max(most, moved);
      }
      euclidean.add(Math.sqrt(squares));
      largest.add(most);
    }

    private Map<String, Double> distances() {
      return euclidean.isEmpty()
          ? Map.of()
          : Map.of("median l2", median(euclidean), "median linf", median(largest));
    }

    private static double median(List<Double> values) {
      return Median.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private Evidence evidence(AttackedBoard board) {
      boolean[] worst = request.model().correct();
      int attacked = board.outcomes().stream().mapToInt(of -> of.robust().length).min().orElse(0);
      for (AttackOutcome outcome : board.outcomes()) {
        boolean[] robust = outcome.robust();
        IntStream.range(0, attacked).forEach(i -> worst[i] &= robust[i]);
      }
      List<Integer> standing = Samples.first(attacked, i -> worst[i]);
      List<Integer> broken = standing.stream().filter(i -> !survives[i]).toList();
      Evidence.Builder evidence =
          Evidence.of("images of other rows", standing.size(), broken).board(board);
      if (request.model().randomised()) {
        // near a boundary, chance decides who breaks a sample
        boolean[] correct = request.model().correct();
        evidence.against(
            Samples.first(attacked, i -> correct[i] && !worst[i] && survives[i]).size());
      }
      // a missing attack might have broken them
      return board.complete()
          ? evidence
              .tolerated(Samples.TOLERATED)
              .message(
                  "images that broke other rows ("
                      + String.join(", ", by.keySet())
                      + ") break "
                      + broken.size()
                      + " of "
                      + standing.size()
                      + " samples that survive every attack on this one. These attacks are too weak,"
                      + " or misled by gradients: the worst case is too high")
              .build()
          : evidence.build();
    }
  }
}
