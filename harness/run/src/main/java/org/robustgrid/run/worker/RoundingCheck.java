package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.spi.Domain;

/**
 * Finds samples that fall between the levels of a picture only: of all the images by which the
 * attacks of a board break such a sample, none fools the model once rounded to 8 bits, and no
 * picture further on along the same ways does.
 */
final class RoundingCheck {

  /** What the evidence is about: all attacks of a board together. */
  static final String WORST_CASE = "worst case";

  /** An attack of the norm that has a result. */
  record Attacked(PlannedThreatModel threat, AttackCellResult result) {}

  private final OpenDataset dataset;
  private final DataType precision;
  private final Judge judge;
  private final int batch;
  private final int samples;

  /**
   * A check of one model.
   *
   * @param precision of the images that the judge asks about
   * @param batch most images at a time
   * @param samples only images of the first so many are asked about
   */
  RoundingCheck(OpenDataset dataset, DataType precision, Judge judge, int batch, int samples) {
    this.dataset = dataset;
    this.precision = precision;
    this.judge = judge;
    this.batch = batch;
    this.samples = samples;
  }

  /** Epsilon by epsilon; nothing where the data are no pictures with values in [0, 1]. */
  List<CheckEvidence> of(List<Attacked> attacks, CleanResult clean, RunFolder folder) {
    List<CheckEvidence> found = new ArrayList<>();
    if (!dataset.data().domain().equals(Domain.UNIT) || dataset.data().inputShape().length != 3) {
      return found;
    }
    Map<PlannedThreatModel, List<Attacked>> kept = new LinkedHashMap<>();
    for (Attacked attacked : attacks) {
      if (!attacked.result().adversarialsHash().isEmpty()) {
        kept.computeIfAbsent(attacked.threat(), threat -> new ArrayList<>()).add(attacked);
      }
    }
    kept.forEach((threat, of) -> found.add(check(threat, of, clean, folder)));
    boolean fell = attacks.stream().anyMatch(a -> fallen(a.result(), clean));
    if (fell && kept.isEmpty()) {
      found.add(
          CheckEvidence.notRun(
              Check.LOST_IN_ROUNDING.id(), "", "the run kept no adversarial images"));
    }
    return found;
  }

  private static boolean fallen(AttackCellResult result, CleanResult clean) {
    return !clean.correct().startsWith(result.robust());
  }

  private CheckEvidence check(
      PlannedThreatModel threat, List<Attacked> attacks, CleanResult clean, RunFolder folder) {
    PicturesBeyond beyond = new PicturesBeyond(threat, dataset.inputLength());
    SortedSet<Integer> fooled = new TreeSet<>();
    SortedSet<Integer> byPictures = new TreeSet<>();
    for (Attacked attacked : attacks) {
      List<Way> ways = ways(attacked, clean, folder, beyond);
      ways.removeIf(way -> byPictures.contains(way.sample()));
      // a sample that fell because its logits were not finite may not fool by its image
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
    return new CheckEvidence(
        Check.LOST_IN_ROUNDING.id(), WORST_CASE, threat.epsilon(), fooled.size(), lost, null);
  }

  /**
   * From a sample through an image that broke it.
   *
   * @param stops as {@link PicturesBeyond#stops}
   */
  private record Way(int sample, float[] original, float[] image, List<Double> stops) {

    float[] picture(int stop) {
      return PicturesBeyond.at(stops.get(stop), image, original);
    }
  }

  private List<Way> ways(
      Attacked attacked, CleanResult clean, RunFolder folder, PicturesBeyond beyond) {
    SortedMap<Integer, float[]> kept;
    try (KeptImages images = KeptImages.open(folder.adversarials(attacked.result().key()))) {
      kept = images.between(0, samples);
    }
    // of survivors there may be images too
    String robust = attacked.result().robust();
    List<Way> ways = new ArrayList<>();
    kept.forEach(
        (sample, image) -> {
          if (clean.correct().charAt(sample) == '1' && robust.charAt(sample) == '0') {
            float[] original = dataset.testImages(new int[] {sample});
            ways.add(new Way(sample, original, image, beyond.stops(image, original)));
          }
        });
    return ways;
  }

  /** The ways of which a view fools the model. */
  private List<Way> fooling(List<Way> ways, Function<Way, float[]> view) {
    List<Way> fooling = new ArrayList<>();
    int length = dataset.inputLength();
    for (int from = 0; from < ways.size(); from += batch) {
      List<Way> some = ways.subList(from, Math.min(ways.size(), from + batch));
      float[] values = new float[some.size() * length];
      for (int i = 0; i < some.size(); i++) {
        System.arraycopy(view.apply(some.get(i)), 0, values, i * length, length);
      }
      int[] rows = some.stream().mapToInt(Way::sample).toArray();
      int[] labels = Arrays.stream(rows).map(i -> dataset.plan().labels().get(i)).toArray();
      boolean[] right =
          judge
              .judge(
                  dataset.batch(values, precision),
                  Arrays.stream(rows).asLongStream().toArray(),
                  labels)
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
