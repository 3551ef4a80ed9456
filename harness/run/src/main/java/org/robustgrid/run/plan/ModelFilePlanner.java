package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.models.ClassifiedData;
import org.robustgrid.models.Examination;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.run.grid.Grid.ReadingEntry;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;

/** Plans imported model files: whether and how they can be read, and whether they fit the data. */
final class ModelFilePlanner {

  private static final String FIRST = "nchw";
  private static final String LAST = "nhwc";

  private final Problems problems;
  private final Map<List<Object>, Examination> examined = new HashMap<>();

  ModelFilePlanner(Problems problems) {
    this.problems = problems;
  }

  /** The reading that an entry declares for its file; errors are added to the problems. */
  FileReading reading(ReadingEntry entry) {
    boolean sound = soundNormalisation(entry);
    boolean soundRange =
        entry.range().isEmpty()
            || entry.range().size() == 2 && entry.range().get(0) < entry.range().get(1);
    if (!soundRange) {
      problems.add(
          entry.place(),
          "'range' needs the two numbers that 0 and 1 of the data become, the lower one first, such"
              + " as [0, 255], but is "
              + entry.range());
    }
    Optional<String> layout = entry.layout();
    if (layout.isPresent() && !List.of(FIRST, LAST).contains(layout.get())) {
      problems.add(
          entry.place(),
          "the layout '" + layout.get() + "' is unknown; known are " + FIRST + " and " + LAST);
    }
    return new FileReading(
        sound ? entry.mean() : List.of(),
        sound ? entry.deviation() : List.of(),
        soundRange ? entry.range() : List.of(),
        layout.filter(LAST::equals).isPresent(),
        entry.straightThrough(),
        List.of());
  }

  private boolean soundNormalisation(ReadingEntry entry) {
    boolean sound =
        entry.mean().size() == entry.deviation().size()
            && entry.deviation().stream().allMatch(value -> value > 0);
    if (!sound) {
      problems.add(
          entry.place(),
          "'normalize' needs a mean and a std above 0 for each channel, or one of each for all, but"
              + " has the means "
              + entry.mean()
              + " and the stds "
              + entry.deviation());
    }
    return sound;
  }

  /** What is known about a file as a classifier of a data set. */
  Examination examine(
      Path file,
      FileReading reading,
      Optional<WeightsArchitecture> architecture,
      PlannedDataset dataset) {
    return examine(file, reading, architecture, dataset, dataset.classNames().size());
  }

  /** What is known about a file whose network reads a data set, whatever classes it tells. */
  Examination examine(Path file, PlannedDataset dataset) {
    return examine(file, FileReading.AS_IT_IS, dataset);
  }

  /** The same of a file that is read as declared. */
  Examination examine(Path file, FileReading reading, PlannedDataset dataset) {
    return examine(file, reading, Optional.empty(), dataset, 0);
  }

  private Examination examine(
      Path file,
      FileReading reading,
      Optional<WeightsArchitecture> architecture,
      PlannedDataset dataset,
      int classes) {
    return examined.computeIfAbsent(
        List.of(
            file,
            reading,
            architecture.map(WeightsArchitecture::planned),
            dataset.label(),
            classes),
        key ->
            ModelFormats.examine(
                file,
                reading.settings().within(architecture.map(found -> found.skeleton(classes))),
                Optional.of(new ClassifiedData(dataset.label(), dataset.inputShape(), classes))));
  }

  /** The hash of a model's files, or a problem. */
  String hash(Path file, Place place) {
    try {
      return ModelFiles.hash(file, ContentHash::of);
    } catch (DataException e) {
      problems.add(place, e.getMessage());
      return "";
    }
  }
}
